package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

  @TempDir Path folder;

  /** The comparison is bench's, and takes its time; what comes before it is here. */
  @Test
  void tellsTheMainJob() throws Exception {
    Path jar =
        Path.of(
            ((java.net.JarURLConnection) getClass().getResource(TOKENIZER).openConnection())
                .getJarFileURL()
                .toURI());
    SeenTerminal terminal = new SeenTerminal(folder);
    // The attacked processes have the machine's own clock.
    terminal.clock(Instant.now());
    int status = terminal.run("demo", "--no-comparison", "--model-jar", jar.toString());
    assertThat(terminal.err()).isEqualTo("protecting: 100% of 90.4 MB\n");
    assertThat(status).isZero();
    assertThat(terminal.out().lines())
        .anyMatch(line -> line.matches("  steal .*: refused, wrong-machine"))
        .anyMatch(line -> line.matches("  alter .*: refused, tampered"))
        .contains("    12.0  with the licence's key tensors")
        // Two gardens, which a person would put together as well.
        .containsSubsequence(
            "    0.66  She planted tomatoes and basil behind the house.",
            "          There are vegetables and herbs growing in her garden.");
    assertThat(found(terminal.out(), "without key tensors")).isLessThan(5);
    assertThat(found(terminal.out(), "with wrong ones, mean of 10")).isLessThan(3);
    assertThat(terminal.out().lines())
        .anyMatch(line -> line.matches("file-scan +full theft +nothing"))
        .anyMatch(line -> line.matches("tampering +full theft +refused"))
        .anyMatch(line -> line.startsWith("  report "));
    // Nothing is left but the audit's report.
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(folder.resolve("brigandine-demo-audit.html"));
    }
    assertThat(folder.resolve("brigandine-demo-audit.html"))
        .content()
        .contains("What a thief would get of")
        .doesNotContain("<script");
  }

  /** Of the twelve sentences; 1.1 by chance. */
  private static double found(String out, String by) {
    String line = out.lines().filter(one -> one.endsWith("  " + by)).findFirst().orElseThrow();
    return Double.parseDouble(line.strip().split(" ")[0]);
  }

  @Test
  void aJarWithoutTheModelIsNoDemo() throws Exception {
    Path file = Files.writeString(folder.resolve("text.jar"), "no jar");
    SeenTerminal terminal = new SeenTerminal(folder);
    assertThat(terminal.run("demo", "--model-jar", file.toString())).isEqualTo(2);
    assertThat(terminal.err()).contains("text.jar is no jar");
    assertThat(terminal.out()).isEmpty();
  }
}
