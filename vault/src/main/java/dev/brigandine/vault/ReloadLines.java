package dev.brigandine.vault;

import dev.brigandine.vault.model.ReloadReport;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A reload in sentences, for the log. */
final class ReloadLines {
  private ReloadLines() {}

  static List<String> of(ReloadReport report) {
    List<String> lines = new ArrayList<>();
    for (ReloadReport.Change change : report.changes()) {
      StringBuilder line = new StringBuilder("reload: ").append(change.name());
      if (change.version().isPresent()) {
        line.append(" version ").append(change.version().getAsLong());
      }
      line.append(' ').append(change.outcome().name().toLowerCase(Locale.ROOT));
      change.trouble().ifPresent(trouble -> line.append(": ").append(trouble.sentence()));
      lines.add(line.toString());
    }
    return lines;
  }
}
