package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.FoundModel;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A report in short for a terminal, no line of more than {@value #WIDTH} characters. What comes
 * from strangers' files steers no terminal: control and format characters are shown as question
 * marks.
 */
public final class ReportText {
  /** The widest line. */
  public static final int WIDTH = 100;

  private static final int ATTACK = 24;
  private static final int FORM = 14;

  private ReportText() {}

  /**
   * Prints the matrix, the worst first, what came of the strongest form, and what was not tried.
   */
  public static void print(AuditReport report, Optional<LimitsVerdict> limits, PrintStream out) {
    Summary summary = new Summary(report);
    wrap(out, "", summary.lead());
    List<Matrix.Row> rows = worstFirst(report);
    if (!rows.isEmpty()) {
      out.println();
      StringBuilder head = new StringBuilder(pad("attack", ATTACK));
      report.forms().forEach(form -> head.append(pad(form.words(), FORM)));
      line(out, head.toString());
      for (Matrix.Row row : rows) {
        StringBuilder line = new StringBuilder(pad(row.card().id(), ATTACK));
        for (Matrix.Slot slot : row.slots()) {
          line.append(pad(word(slot), FORM));
        }
        line(out, line + (row.slots().get(0).form().isEmpty() ? "(all forms)" : ""));
      }
    }
    summary.strongest().ifPresent(form -> told(out, form, rows));
    left(out, report);
    if (report.partial()) {
      out.println();
      out.println("The audit was stopped before its end.");
    }
    limits.ifPresent(verdict -> limits(out, verdict));
  }

  /** Prints what was found, the most exposed first. */
  public static void print(AppReport report, Optional<LimitsVerdict> limits, PrintStream out) {
    wrap(out, "", AppPage.lead(report));
    for (FoundModel model : new AppPage(report, limits).models()) {
      out.println();
      line(
          out,
          pad(model.exposure().words(), 11)
              + pad(model.kind(), 20)
              + pad(Words.bytes(model.bytes()), 10)
              + Words.plain(model.where()));
      wrap(out, " ".repeat(11), Words.capital(Words.clause(model.summary())) + ".");
    }
    if (!report.unread().isEmpty()) {
      out.println();
      report.unread().forEach(place -> wrap(out, pad("unread", 11), place));
    }
    if (report.partial()) {
      out.println();
      out.println("The scan was stopped before its end.");
    }
    limits.ifPresent(verdict -> limits(out, verdict));
  }

  private static List<Matrix.Row> worstFirst(AuditReport report) {
    List<Matrix.Row> rows =
        new ArrayList<>(new Matrix(report).rows().stream().filter(Matrix.Row::tried).toList());
    // By the strongest form: what a vendor would ship.
    Comparator<Matrix.Row> order = Comparator.comparingInt(row -> 0);
    for (int i = report.forms().size() - 1; i >= 0; i--) {
      int column = i;
      order = order.thenComparingInt(row -> rank(row, column));
    }
    rows.sort(order);
    return rows;
  }

  private static int rank(Matrix.Row row, int column) {
    Matrix.Slot slot = row.slots().get(Math.min(column, row.slots().size() - 1));
    return slot.cell().map(cell -> Summary.rank(cell.outcome().verdict())).orElse(9);
  }

  private static String word(Matrix.Slot slot) {
    return slot.cell()
        .map(cell -> cell.outcome().verdict().words())
        .orElse(slot.failed() ? "broke off" : "–");
  }

  private static void told(PrintStream out, Protection form, List<Matrix.Row> rows) {
    out.println();
    out.println(form.words() + ", the worst first:");
    for (Matrix.Row row : rows) {
      for (Matrix.Slot slot : row.slots()) {
        boolean here = slot.form().isEmpty() || slot.form().get() == form;
        if (here && slot.cell().isPresent()) {
          line(
              out,
              pad(row.card().id(), ATTACK)
                  + pad(word(slot), 12)
                  + Words.plain(slot.cell().get().outcome().summary()));
        }
      }
    }
  }

  private static void left(PrintStream out, AuditReport report) {
    List<Matrix.Left> left = new Matrix(report).left();
    if (!left.isEmpty()) {
      out.println();
    }
    for (Matrix.Left one : left) {
      line(
          out,
          pad(one.failed() ? "broke off" : "not tried", 11)
              + Words.brief(one.card().id(), ATTACK)
              + (one.forms().isEmpty()
                  ? ""
                  : " (" + Words.list(one.forms().stream().map(Protection::words).toList()) + ")")
              + ": "
              + Words.plain(one.why()));
    }
  }

  private static void limits(PrintStream out, LimitsVerdict verdict) {
    out.println();
    out.println(verdict.sentence());
    for (LimitsVerdict.Line line : verdict.lines()) {
      wrap(out, pad(line.met() ? "kept" : "not kept", 10), line.limit() + " (" + line.told() + ")");
    }
  }

  private static String pad(String text, int width) {
    String brief = Words.brief(text, width - 1);
    return brief + " ".repeat(width - brief.length());
  }

  /** One line, cut where it is too long. */
  private static void line(PrintStream out, String text) {
    out.println(Words.brief(text, WIDTH).stripTrailing());
  }

  /** As many as it takes, the first behind {@code head}, the others as far in. */
  private static void wrap(PrintStream out, String head, String text) {
    StringBuilder line = new StringBuilder(head);
    boolean fresh = true;
    for (String word : Words.plain(text).split(" ", -1)) {
      String brief = Words.brief(word, WIDTH - head.length());
      if (!fresh && line.length() + 1 + brief.length() > WIDTH) {
        out.println(line.toString().stripTrailing());
        line.setLength(0);
        line.append(" ".repeat(head.length()));
        fresh = true;
      }
      line.append(fresh ? "" : " ").append(brief);
      fresh = false;
    }
    out.println(line.toString().stripTrailing());
  }
}
