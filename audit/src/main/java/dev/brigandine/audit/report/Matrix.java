package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Attacks by forms. */
final class Matrix {
  /**
   * One field.
   *
   * @param form empty where it is the same for all forms
   * @param cell empty where the attack was not carried out
   * @param untried why it was not, where that is known
   */
  record Slot(Optional<Protection> form, Optional<Cell> cell, Optional<Untried> untried) {
    boolean failed() {
      return untried.map(Untried::failed).orElse(false);
    }

    String why() {
      return untried.map(Untried::why).orElse("");
    }
  }

  /** An attack; a single slot is for all forms. */
  record Row(AttackCard card, List<Slot> slots) {
    boolean tried() {
      return slots.stream().anyMatch(slot -> slot.cell().isPresent());
    }
  }

  private final AuditReport report;

  Matrix(AuditReport report) {
    this.report = report;
  }

  /** The families of which an attack was tried. */
  List<Family> families() {
    List<Family> families = new ArrayList<>();
    for (Family family : Family.values()) {
      if (!tried(family).isEmpty()) {
        families.add(family);
      }
    }
    return families;
  }

  List<Row> tried(Family family) {
    return rows().stream().filter(row -> row.card().family() == family && row.tried()).toList();
  }

  /** All attacks, by family, then as they were listed. */
  List<Row> rows() {
    List<AttackCard> cards = new ArrayList<>(report.attacks());
    cards.sort(java.util.Comparator.comparing(AttackCard::family));
    return cards.stream().map(card -> new Row(card, slots(card))).toList();
  }

  private List<Slot> slots(AttackCard card) {
    Optional<Cell> once = cell(card, Optional.empty());
    if (once.isPresent()) {
      return List.of(new Slot(Optional.empty(), once, Optional.empty()));
    }
    List<Slot> slots = new ArrayList<>();
    for (Protection form : report.forms()) {
      Optional<Cell> cell = cell(card, Optional.of(form));
      slots.add(
          new Slot(Optional.of(form), cell, cell.isPresent() ? Optional.empty() : why(card, form)));
    }
    return slots;
  }

  private Optional<Cell> cell(AttackCard card, Optional<Protection> form) {
    return report.cells().stream()
        .filter(cell -> cell.attack().equals(card.id()) && cell.form().equals(form))
        .findFirst();
  }

  private Optional<Untried> why(AttackCard card, Protection form) {
    return report.untried().stream()
        .filter(untried -> untried.attack().equals(card.id()))
        .filter(untried -> untried.form().isEmpty() || untried.form().get() == form)
        .findFirst();
  }

  /**
   * What was not tried or broke off, one entry an attack and reason, broken off ones first.
   *
   * @param forms empty for all
   */
  record Left(AttackCard card, List<Protection> forms, boolean failed, String why) {}

  List<Left> left() {
    List<Left> left = new ArrayList<>();
    for (Row row : rows()) {
      List<Untried> told =
          report.untried().stream()
              .filter(untried -> untried.attack().equals(row.card().id()))
              .toList();
      for (Untried untried : told) {
        merge(left, row.card(), untried);
      }
      List<Protection> silent =
          row.slots().stream()
              .filter(slot -> slot.cell().isEmpty() && slot.untried().isEmpty())
              .flatMap(slot -> slot.form().stream())
              .toList();
      if (!silent.isEmpty()) {
        boolean all = silent.size() == report.forms().size();
        left.add(
            new Left(row.card(), all ? List.of() : silent, false, "the audit did not come to it"));
      }
    }
    left.sort(java.util.Comparator.comparing(Left::failed).reversed());
    return left;
  }

  private static void merge(List<Left> left, AttackCard card, Untried untried) {
    for (int i = 0; i < left.size(); i++) {
      Left other = left.get(i);
      if (other.card().equals(card)
          && other.failed() == untried.failed()
          && other.why().equals(untried.why())
          && !other.forms().isEmpty()
          && untried.form().isPresent()) {
        List<Protection> forms = new ArrayList<>(other.forms());
        forms.add(untried.form().get());
        left.set(i, new Left(card, forms, other.failed(), other.why()));
        return;
      }
    }
    left.add(new Left(card, untried.form().stream().toList(), untried.failed(), untried.why()));
  }
}
