package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProgressTest {
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final PrintStream err = new PrintStream(bytes, true, StandardCharsets.UTF_8);

  @Test
  void smallStepsAreOneLine() {
    try (Progress progress = new ProgressInLines(err, "protect", 90_400_000)) {
      progress.accept(45_200_000);
      progress.accept(90_400_000);
      progress.accept(90_400_000);
    }
    assertThat(text()).isEqualTo("protect: 100% of 90.4 MB\n");
  }

  @Test
  void largeStepsAreOneLineAQuarter() {
    try (Progress progress = new ProgressInLines(err, "protect", 2_500_000_000L)) {
      for (long done = 0; done <= 2_500_000_000L; done += 1_000_000) {
        progress.accept(done);
      }
    }
    assertThat(text())
        .isEqualTo(
            "protect: 25% of 2.50 GB\nprotect: 50% of 2.50 GB\nprotect: 75% of 2.50 GB\n"
                + "protect: 100% of 2.50 GB\n");
  }

  @Test
  void whatFailedIsNotCalledDone() {
    try (Progress progress = new ProgressInLines(err, "protect", 90_400_000)) {
      progress.accept(90_000_000);
    }
    assertThat(text()).isEmpty();
  }

  @Test
  void aPersonSeesABarThatGoesWhenItIsDone() {
    try (Progress progress = new ProgressOnTerminal(err, "protect", 90_400_000)) {
      progress.accept(90_400_000);
    }
    assertThat(text())
        .contains("\rprotect")
        .contains("90/90 MB")
        .endsWith("\r" + " ".repeat(79) + "\r");
  }

  @Test
  void aTerminalIsAskedWhoWatches() {
    try (Progress progress = Progress.of(new SeenTerminal(Path.of("")).terminal(), "x", 1)) {
      assertThat(progress).isInstanceOf(ProgressInLines.class);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 bytes",
    "999,999 bytes",
    "1000,1.00 kB",
    "999499,999 kB",
    "999500,1.00 MB",
    "90387606,90.4 MB",
    "2500000000,2.50 GB"
  })
  void sizesHaveThreeDigits(long bytes, String text) {
    assertThat(Sizes.text(bytes)).isEqualTo(text);
  }

  private String text() {
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
