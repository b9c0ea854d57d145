package dev.brigandine.license.clock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The table of clocks in {@code docs/licensing.md}: every row of it happens as it says. */
class ClockTableTest {
  private static final Path DOC = Path.of("..", "docs", "licensing.md");

  @TempDir Path folder;

  private static List<ClockCase> rows() throws Exception {
    List<String> lines = Files.readAllLines(DOC);
    int from = lines.indexOf("## Clocks");
    return lines.subList(from, lines.size()).stream()
        .dropWhile(line -> !line.startsWith("| case | memory |"))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(ClockCase::of)
        .toList();
  }

  @TestFactory
  List<DynamicTest> everyRow() throws Exception {
    return rows().stream()
        .map(
            row ->
                DynamicTest.dynamicTest(
                    row.name(),
                    () -> {
                      Path state = folder.resolve(row.name().replaceAll("\\W", "-"));
                      assertThat(row.outcome(state)).isEqualTo(row.expected());
                    }))
        .toList();
  }

  @Test
  void theTableHasEveryKindOfCase() throws Exception {
    List<ClockCase> rows = rows();
    assertThat(rows).hasSizeGreaterThanOrEqualTo(60);
    Set<String> names = new HashSet<>();
    Set<String> kinds = new TreeSet<>();
    for (ClockCase row : rows) {
      assertThat(names.add(row.name())).as(row.name()).isTrue();
      kinds.addAll(row.kinds());
    }
    for (String kind :
        List.of(
            "memory none",
            "memory ",
            "memory end",
            "memory 2099",
            "memory deleted",
            "memory older",
            "memory older with counter",
            "memory edited",
            "memory emptied",
            "memory foreign",
            "memory mixed",
            "memory unreadable",
            "memory locked",
            "memory no folder",
            "memory crashed",
            "memory new counter",
            "memory other licence",
            "memory ran",
            "memory killed",
            "witness none",
            "witness fresh",
            "witness old",
            "witness list",
            "witness counter",
            "witness broken counter",
            "witness foreign lease",
            "witness mixed lease",
            "clock day",
            "clock start",
            "clock end",
            "clock 1970",
            "clock 2099",
            "clock clock",
            "clock tick",
            "clock fresh",
            "clock old",
            "licence plain",
            "licence from issue",
            "licence required",
            "licence back",
            "outcome opens",
            "outcome license-expired",
            "outcome clock-turned-back",
            "outcome tampered",
            "outcome io",
            "outcome wrong-machine",
            "outcome no-key-fits",
            "holds guaranteed",
            "holds best effort")) {
      assertThat(kinds).contains(kind);
    }
  }
}
