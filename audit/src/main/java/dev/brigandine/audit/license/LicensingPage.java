package dev.brigandine.audit.license;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tables of {@code docs/licensing.md}. The page itself is part of this jar, so that what people
 * read and what is executed cannot drift apart.
 */
final class LicensingPage {
  private LicensingPage() {}

  /** The rows under "Clocks", in their order. */
  static List<ClockRow> clocks() throws IOException {
    return rows("## Clocks", "| case | memory |").stream().map(ClockRow::of).toList();
  }

  /** Attempt and outcome under "What is refused", in their order. */
  static Map<String, String> refusals() throws IOException {
    Map<String, String> refusals = new LinkedHashMap<>();
    for (String row : rows("## What is refused", "| attempt |")) {
      String[] cells = row.split("\\|");
      refusals.put(cells[1].strip(), cells[2].strip().replace("`", ""));
    }
    return refusals;
  }

  private static List<String> rows(String heading, String head) throws IOException {
    List<String> lines = page().lines().toList();
    int from = lines.indexOf(heading);
    List<String> rows =
        from < 0
            ? List.of()
            : lines.subList(from, lines.size()).stream()
                .dropWhile(line -> !line.startsWith(head))
                .skip(2)
                .takeWhile(line -> line.startsWith("|"))
                .toList();
    if (rows.isEmpty()) {
      throw new IllegalStateException("licensing.md has no table \"" + head + "\"");
    }
    return rows;
  }

  private static String page() throws IOException {
    try (InputStream in = LicensingPage.class.getResourceAsStream("licensing.md")) {
      if (in == null) {
        throw new IllegalStateException("licensing.md is not in this jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
