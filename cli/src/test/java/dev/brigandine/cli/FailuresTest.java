package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class FailuresTest {
  @TempDir Path temp;

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyCodeHasItsStatus(ErrorCode code) {
    SeenTerminal terminal = new SeenTerminal(temp);
    BrigandineException thrown = new BrigandineException(code, "it went wrong", "try again");
    assertThat(Failures.report(thrown, terminal.terminal(), false)).isEqualTo(code.exitStatus());
    assertThat(terminal.err()).isEqualTo("brigandine: it went wrong\nhint: try again\n");
    assertThat(terminal.out()).isEmpty();
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("m.onnx"), 2, "there is no file m.onnx"),
        Arguments.of(new AccessDeniedException("m.onnx"), 2, "no permission for m.onnx"),
        Arguments.of(new FileAlreadyExistsException("v.key"), 2, "v.key exists already"),
        Arguments.of(
            new FileSystemException("m.brig", null, "No space left on device"),
            1,
            "cannot read or write m.brig: no space left on device"),
        Arguments.of(
            new UncheckedIOException(new IOException("Input/output error")),
            1,
            "reading or writing failed: input/output error"),
        Arguments.of(new IOException(), 1, "reading or writing failed: IOException"),
        Arguments.of(new OutOfMemoryError("Java heap space"), 1, "out of memory: the Java heap"),
        Arguments.of(
            new OutOfMemoryError("Cannot reserve 9 bytes of direct buffer memory (…)"),
            1,
            "out of memory outside the Java heap"),
        Arguments.of(
            new IllegalStateException("secret"),
            1,
            "internal error (java.lang.IllegalStateException)"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void everyFailureIsASentence(Throwable thrown, int status, String sentence) {
    SeenTerminal terminal = new SeenTerminal(temp);
    assertThat(Failures.report(thrown, terminal.terminal(), false)).isEqualTo(status);
    assertThat(terminal.err()).startsWith("brigandine: " + sentence).doesNotContain("secret");
  }

  @Test
  void theStackIsShownToWhoAsks() {
    SeenTerminal terminal = new SeenTerminal(temp);
    Failures.report(new IllegalStateException("why"), terminal.terminal(), true);
    assertThat(terminal.err()).contains("why").contains("at dev.brigandine.cli.FailuresTest");
  }
}
