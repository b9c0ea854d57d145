package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the page of an audit shows. */
final class AuditPage {
  final AuditReport report;
  final Optional<LimitsVerdict> limits;
  final Summary summary;
  final Matrix matrix;
  final List<Chart> charts;

  AuditPage(AuditReport report, Optional<LimitsVerdict> limits) {
    this.report = report;
    this.limits = limits;
    this.summary = new Summary(report);
    this.matrix = new Matrix(report);
    this.charts = Charts.of(report);
  }

  String title() {
    return "Audit of " + Words.plain(report.subject().name());
  }

  /** Whom this form gives it to: the worst first, those that get nothing together. */
  List<Gains> gains(Protection form) {
    List<Gains> all = new ArrayList<>();
    for (Verdict verdict : Verdict.values()) {
      List<Summary.Gain> gains =
          summary.gains(form).stream()
              .filter(gain -> gain.verdict().equals(Optional.of(verdict)))
              .toList();
      if (!gains.isEmpty()) {
        all.add(new Gains(Optional.of(verdict), gains));
      }
    }
    List<Summary.Gain> untried =
        summary.gains(form).stream().filter(gain -> gain.verdict().isEmpty()).toList();
    if (!untried.isEmpty()) {
      all.add(new Gains(Optional.empty(), untried));
    }
    return all;
  }

  /** Thieves who get the same. */
  record Gains(Optional<Verdict> verdict, List<Summary.Gain> gains) {
    boolean costly() {
      return verdict.filter(v -> v == Verdict.FULL || v == Verdict.PARTIAL).isPresent();
    }

    String who() {
      return Words.list(gains.stream().map(gain -> gain.thief().words()).toList());
    }
  }

  /** The worth of a theft, where it was measured, the strongest form first. */
  List<Summary.Worth> worths() {
    List<Summary.Worth> worths = new ArrayList<>();
    for (Protection form : report.forms()) {
      summary.worth(form).ifPresent(worth -> worths.add(0, worth));
    }
    return worths;
  }

  /** All that was carried out of an attack, in the order of the forms. */
  List<Cell> cells(AttackCard card) {
    return report.cells().stream()
        .filter(cell -> cell.attack().equals(card.id()))
        .sorted(java.util.Comparator.comparing(cell -> cell.form().map(Enum::ordinal).orElse(-1)))
        .toList();
  }

  /** The attacks that were carried out, in the matrix's order. */
  List<AttackCard> carriedOut() {
    return matrix.rows().stream().filter(Matrix.Row::tried).map(Matrix.Row::card).toList();
  }

  /** The ids and labels of an attack's figures, over all forms, in the order they come. */
  List<String[]> figures(AttackCard card) {
    List<String[]> rows = new ArrayList<>();
    for (Cell cell : cells(card)) {
      cell.outcome()
          .figures()
          .forEach(
              figure -> {
                if (rows.stream().noneMatch(row -> row[0].equals(figure.id()))) {
                  rows.add(new String[] {figure.id(), figure.label()});
                }
              });
    }
    return rows;
  }

  static String figure(Cell cell, String id) {
    return cell.outcome().figures().stream()
        .filter(figure -> figure.id().equals(id))
        .findFirst()
        .map(Words::figure)
        .orElse("–");
  }

  /** Each note once, with the forms it was made on where it does not hold for all. */
  List<String[]> notes(AttackCard card) {
    List<Cell> cells = cells(card);
    List<String[]> notes = new ArrayList<>();
    for (String note :
        cells.stream().flatMap(cell -> cell.outcome().notes().stream()).distinct().toList()) {
      List<Cell> with =
          cells.stream().filter(cell -> cell.outcome().notes().contains(note)).toList();
      String forms =
          with.size() == cells.size()
              ? ""
              : Words.list(
                  with.stream().flatMap(c -> c.form().stream()).map(Protection::words).toList());
      notes.add(new String[] {Words.capital(forms), note});
    }
    return notes;
  }

  /** Each thing that was tried; the forms where it came out alike are told together. */
  List<Details> details(AttackCard card) {
    Map<List<Detail>, List<String>> forms = new LinkedHashMap<>();
    for (Cell cell : cells(card)) {
      if (!cell.outcome().details().isEmpty()) {
        forms
            .computeIfAbsent(cell.outcome().details(), details -> new ArrayList<>())
            .add(cell.form().map(Protection::words).orElse("all forms"));
      }
    }
    List<Details> all = new ArrayList<>();
    forms.forEach((each, some) -> all.add(new Details(Words.capital(Words.list(some)), each)));
    return all;
  }

  /** What was tried in the same way with the same result. */
  record Details(String forms, List<Detail> each) {
    long off() {
      return each.stream().filter(detail -> !detail.asClaimed()).count();
    }
  }

  String runs(AttackCard card) {
    return Words.list(
        cells(card).stream()
            .map(
                cell ->
                    cell.form().map(form -> form.words() + " ").orElse("")
                        + Words.took(cell.took()))
            .toList());
  }

  String seeds(AttackCard card) {
    return Words.list(
        cells(card).stream().map(cell -> Long.toString(cell.seed())).distinct().toList());
  }

  static String meaning(Verdict verdict) {
    return switch (verdict) {
      case FULL -> "The model as it was trained, or a copy that is as good.";
      case PARTIAL -> "Something of worth, but not that: the figures tell how much.";
      case NOTHING -> "The attack ran to its end and got nothing.";
      case REFUSED -> "It was noticed and refused.";
    };
  }

  static List<Verdict> verdicts() {
    return Arrays.asList(Verdict.values());
  }
}
