package dev.brigandine.vault.attacks;

import dev.brigandine.vault.attacks.Attack.Result;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What came of each attack, for people to read. */
final class Table {
  static final List<String> COLUMNS =
      List.of("unhardened, own user", "other user", "application's user", "own user", "root");

  private final Map<String, Map<String, Result>> rows = new LinkedHashMap<>();

  synchronized void put(String attack, String column, Result result) {
    rows.computeIfAbsent(attack, name -> new LinkedHashMap<>()).put(column, result);
  }

  /** In Markdown. */
  @Override
  public synchronized String toString() {
    List<String> lines = new ArrayList<>();
    lines.add("| attack | " + String.join(" | ", COLUMNS) + " |");
    lines.add("| --- |" + " --- |".repeat(COLUMNS.size()));
    rows.forEach(
        (attack, results) -> {
          StringBuilder line = new StringBuilder("| ").append(attack).append(" |");
          for (String column : COLUMNS) {
            Result result = results.get(column);
            line.append(' ')
                .append(
                    result == null
                        ? "–"
                        : (result.succeeded() ? "**succeeds**: " : "fails: ")
                            + result.told().replace("|", "\\|"))
                .append(" |");
          }
          lines.add(line.toString());
        });
    return String.join("\n", lines) + "\n";
  }
}
