package dev.brigandine.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows of text, each column as wide as its widest cell. Cells may come from files of strangers:
 * control characters, which a terminal would obey, are shown as question marks.
 */
final class Columns {
  private final List<List<String>> rows = new ArrayList<>();
  private final String indent;

  Columns(String indent) {
    this.indent = indent;
  }

  Columns row(String... cells) {
    rows.add(java.util.Arrays.stream(cells).map(Columns::shown).toList());
    return this;
  }

  void print(PrintStream out) {
    List<Integer> widths = new ArrayList<>();
    for (List<String> row : rows) {
      for (int i = 0; i < row.size(); i++) {
        int width = row.get(i).length();
        if (i == widths.size()) {
          widths.add(width);
        } else {
          widths.set(i, Math.max(widths.get(i), width));
        }
      }
    }
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder(indent);
      for (int i = 0; i < row.size(); i++) {
        line.append(row.get(i)).append(" ".repeat(widths.get(i) - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }

  static String shown(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints().forEach(c -> shown.appendCodePoint(isPrinted(c) ? c : '?'));
    return shown.toString();
  }

  /** Format characters too: they can turn a line's direction around. */
  private static boolean isPrinted(int c) {
    return !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT;
  }
}
