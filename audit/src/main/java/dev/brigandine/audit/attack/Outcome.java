package dev.brigandine.audit.attack;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * What came of an attack. It holds figures and words, never a weight or a key.
 *
 * @param verdict what the thief has
 * @param summary the result in a short clause for a cell of a table: {@code accuracy 0.10 of 0.92}
 * @param figures measured, the telling one first
 * @param series for charts
 * @param notes full sentences on what the figures do not tell: what was assumed in the thief's
 *     favour, what would mend a weak result
 * @param details each thing tried, where there were many; empty where the figures tell all
 */
public record Outcome(
    Verdict verdict,
    String summary,
    List<Figure> figures,
    List<Series> series,
    List<String> notes,
    List<Detail> details) {
  /** Copies the lists. */
  public Outcome {
    Objects.requireNonNull(verdict, "verdict");
    Objects.requireNonNull(summary, "summary");
    figures = List.copyOf(figures);
    series = List.copyOf(series);
    notes = List.copyOf(notes);
    details = List.copyOf(details);
  }

  /** Without details. */
  public Outcome(
      Verdict verdict,
      String summary,
      List<Figure> figures,
      List<Series> series,
      List<String> notes) {
    this(verdict, summary, figures, series, notes, List.of());
  }

  /** Without charts and notes. */
  public static Outcome of(Verdict verdict, String summary, Figure... figures) {
    return new Outcome(verdict, summary, List.of(figures), List.of(), List.of());
  }

  /** The same with another note. */
  public Outcome note(String sentence) {
    List<String> more = new ArrayList<>(notes);
    more.add(sentence);
    return new Outcome(verdict, summary, figures, series, more, details);
  }

  /** The same with another line for a chart. */
  public Outcome chart(Series line) {
    List<Series> more = new ArrayList<>(series);
    more.add(line);
    return new Outcome(verdict, summary, figures, more, notes, details);
  }

  /** The same with each thing tried, in place of the details so far. */
  public Outcome details(List<Detail> each) {
    return new Outcome(verdict, summary, figures, series, notes, each);
  }
}
