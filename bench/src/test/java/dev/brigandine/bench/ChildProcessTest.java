package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChildProcessTest {
  private static final Duration LONG = Duration.ofMinutes(5);

  @TempDir Path folder;

  private ColdRun run(String behaviour, Duration timeout)
      throws InterruptedException, URISyntaxException {
    Path classes =
        Path.of(StubChild.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ChildProcess("sealed", timeout)
        .run(
            List.of(java, "-cp", classes.toString(), StubChild.class.getName(), behaviour),
            new byte[0],
            folder.resolve("stderr"));
  }

  @Test
  void aGoodChildIsRead() throws Exception {
    ColdRun run = run("good", LONG);
    assertThat(run.open()).isEqualTo(2);
    assertThat(run.run()).isEqualTo(3);
    assertThat(run.peakBytes()).isEqualTo(4096);
    assertThat(run.digest()).isEqualTo("ab");
    assertThat(run.jvm()).isEqualTo(run.total() - 6);
  }

  @ParameterizedTest
  @CsvSource({
    "babble, 'printed \"Listening for transport ? at 5005\", which is not of its protocol'",
    "endless-line, xxxx…",
    "half-line, 'printed \"answe\"'",
    "silent, ended with status 3 before it was done",
    "dies-after-answer, ended with status 134 before it was done",
    "bad-number, 'printed \"main-to-inputs soon\"'",
    "chatty-end, more after its last line",
    "fails-after-done, ended with status 9",
    "reports-nonsense, NO_SUCH_CODE",
  })
  void aChildThatBreaksTheProtocolIsAClearError(String behaviour, String text) {
    BrigandineException e =
        catchThrowableOfType(BrigandineException.class, () -> run(behaviour, LONG));
    assertThat(e.code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(e).hasMessageContaining("the sealed child process").hasMessageContaining(text);
    assertThat(e.hint()).isPresent();
  }

  @Test
  void aChildThatHangsIsEnded() {
    BrigandineException e =
        catchThrowableOfType(BrigandineException.class, () -> run("hangs", Duration.ofSeconds(1)));
    assertThat(e).hasMessage("the sealed child process gave no answer within 1 s");
  }

  @Test
  void aFailureThatTheChildReportsKeepsItsCodeAndHint() {
    BrigandineException e =
        catchThrowableOfType(BrigandineException.class, () -> run("reports", LONG));
    assertThat(e.code()).isEqualTo(ErrorCode.LICENSE_EXPIRED);
    assertThat(e).hasMessage("the licence has expired (in the sealed child process)");
    assertThat(e.hint()).contains("ask anew");
  }

  @Test
  void aJavaThatIsNotThereIsAClearError() {
    assertThatThrownBy(
            () ->
                new ChildProcess("plain", LONG)
                    .run(List.of("no-such-java"), new byte[0], folder.resolve("stderr")))
        .isInstanceOf(BrigandineException.class)
        .hasMessageStartingWith("cannot start no-such-java");
  }
}
