package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a thief gets, by whom, at what cost: the worst of what was tried, for each form. */
final class Summary {
  /** The worst first; to notice and refuse is no better than to hold. */
  static final Comparator<Verdict> WORST = Comparator.comparing(Summary::rank);

  private final AuditReport report;
  private final Map<String, AttackCard> cards = new LinkedHashMap<>();

  Summary(AuditReport report) {
    this.report = report;
    report.attacks().forEach(card -> cards.put(card.id(), card));
  }

  /**
   * What one thief gets of one form.
   *
   * @param telling the worst that was tried, of several the one of the least effort; empty if
   *     nothing was
   * @param tried how many attacks were carried out
   * @param all how many there are
   */
  record Gain(Thief thief, Optional<Told> telling, int tried, int all) {
    Optional<Verdict> verdict() {
      return telling.map(told -> told.cell().outcome().verdict());
    }

    /** How much was tried, where that was not all. */
    String coverage() {
      return tried == all ? "" : tried + " of " + all + " attacks tried";
    }
  }

  /** An attack and what came of it. */
  record Told(AttackCard card, Cell cell) {
    String summary() {
      return Words.clause(cell.outcome().summary());
    }
  }

  /** How a captured copy compares with one that was made without it. */
  record Worth(Protection form, Told by, Figure figure) {}

  static int rank(Verdict verdict) {
    return switch (verdict) {
      case FULL -> 0;
      case PARTIAL -> 1;
      case NOTHING, REFUSED -> 2;
    };
  }

  /** Those of whose attacks there are any. */
  List<Thief> thieves() {
    List<Thief> thieves = new ArrayList<>();
    for (Thief thief : Thief.values()) {
      if (cards.values().stream().anyMatch(card -> Thief.of(card) == thief)) {
        thieves.add(thief);
      }
    }
    return thieves;
  }

  Gain gain(Thief thief, Protection form) {
    List<Told> tried =
        report.cells().stream()
            .filter(cell -> cell.form().isEmpty() || cell.form().get() == form)
            .filter(cell -> cards.containsKey(cell.attack()))
            .map(cell -> new Told(cards.get(cell.attack()), cell))
            .filter(told -> Thief.of(told.card()) == thief)
            .toList();
    int all = (int) cards.values().stream().filter(card -> Thief.of(card) == thief).count();
    Comparator<Told> worst = Comparator.comparing(told -> rank(told.cell().outcome().verdict()));
    Optional<Told> telling =
        tried.stream()
            .min(
                worst
                    // Where nothing came of any, that tells more than that one was refused.
                    .thenComparing(told -> told.cell().outcome().verdict())
                    .thenComparing(told -> told.card().effort()));
    int attacks = (int) tried.stream().map(told -> told.card().id()).distinct().count();
    return new Gain(thief, telling, attacks, all);
  }

  List<Gain> gains(Protection form) {
    return thieves().stream().map(thief -> gain(thief, form)).toList();
  }

  /** The strongest form that was attacked: what a vendor would ship. */
  Optional<Protection> strongest() {
    return report.forms().stream()
        .filter(form -> gains(form).stream().anyMatch(gain -> gain.telling().isPresent()))
        .max(Comparator.naturalOrder());
  }

  /**
   * The most that a theft was worth in this form, next to none. Who only asks questions stole no
   * weight: what he gets is told by his own attacks.
   */
  Optional<Worth> worth(Protection form) {
    return report.cells().stream()
        .filter(cell -> cell.form().isEmpty() || cell.form().get() == form)
        .filter(cell -> cards.containsKey(cell.attack()))
        .filter(cell -> cards.get(cell.attack()).family() != Family.QUERIES)
        .flatMap(
            cell ->
                cell.outcome().figures().stream()
                    .filter(Summary::isWorth)
                    .map(
                        figure ->
                            new Worth(form, new Told(cards.get(cell.attack()), cell), figure)))
        .max(Comparator.comparingDouble(worth -> worth.figure().value()));
  }

  private static boolean isWorth(Figure figure) {
    return figure.unit() == Figure.Unit.RATIO
        && (figure.id().contains("by-black-box") || figure.label().contains("÷ black box"));
  }

  /** The whole in a sentence, of the strongest form. */
  String lead() {
    return strongest().isPresent() ? start() + " " + told() : told();
  }

  /** Of which form {@link #told} tells. */
  String start() {
    return Words.form(strongest().orElseThrow()) + ":";
  }

  String told() {
    Optional<Protection> form = strongest();
    if (form.isEmpty()) {
      return "Nothing was tried, so this report says nothing about the model.";
    }
    Map<Integer, List<String>> who = new LinkedHashMap<>();
    List<String> untried = new ArrayList<>();
    for (Gain gain : gains(form.get())) {
      gain.verdict()
          .ifPresentOrElse(
              verdict ->
                  who.computeIfAbsent(rank(verdict), rank -> new ArrayList<>())
                      .add(gain.thief().words()),
              () -> untried.add(gain.thief().words()));
    }
    List<String> parts = new ArrayList<>();
    String[] told = {"full theft by ", "a part for ", "nothing for "};
    for (int rank = 0; rank < told.length; rank++) {
      if (who.containsKey(rank)) {
        parts.add(told[rank] + Words.list(who.get(rank)));
      }
    }
    return String.join("; ", parts)
        + (untried.isEmpty() ? "." : ". Not tried: " + Words.list(untried) + ".");
  }
}
