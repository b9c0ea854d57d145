package dev.brigandine.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PassphrasesTest {
  private static final Path KEY = Path.of("vendor.key");

  @TempDir Path temp;
  private SeenTerminal person;

  @BeforeEach
  void sitDown() {
    person = new SeenTerminal(temp);
  }

  @Test
  void aNewOneIsTypedTwice() throws IOException {
    person.types("open sesame");
    person.types("open sesame");
    assertThat(passphrases().fresh(null, KEY)).isEqualTo("open sesame".toCharArray());
    assertThat(person.err())
        .isEqualTo("new passphrase for vendor.key: \nthe same again: \n")
        .doesNotContain("sesame");
  }

  @Test
  void twoThatDifferAreRefused() {
    person.types("open sesame");
    person.types("open barley");
    usage(() -> passphrases().fresh(null, KEY), "the two passphrases differ");
  }

  @Test
  void anExistingOneIsTypedOnce() throws IOException {
    person.types("open sesame");
    assertThat(passphrases().existing(null, KEY)).isEqualTo("open sesame".toCharArray());
  }

  @Test
  void anEmptyOneAndTheEndOfInputAreRefused() {
    person.types("");
    Passphrases empty = passphrases();
    usage(() -> empty.existing(null, KEY), "what was typed for vendor.key is empty");
    usage(() -> empty.existing(null, KEY), "what was typed for vendor.key is empty");
  }

  @Test
  void withoutAConsoleAFileIsAsked() {
    usage(
        () -> passphrases().existing(null, KEY),
        "the passphrase for vendor.key is needed, and there is no console to ask at");
  }

  @Test
  void theFirstLineOfAFileIsOne() throws IOException {
    for (String text : new String[] {"schön", "schön\n", "schön\r\nmore\n"}) {
      Path file = Files.writeString(temp.resolve("p"), text);
      assertThat(passphrases().fresh(file, KEY)).isEqualTo("schön".toCharArray());
      assertThat(passphrases().existing(file, KEY)).isEqualTo("schön".toCharArray());
    }
  }

  @Test
  void filesThatHoldNoneAreRefused() throws IOException {
    Path file = temp.resolve("p");
    Files.writeString(file, "\nsecond");
    usage(() -> passphrases().existing(file, KEY), "the first line of " + file + " is empty");
    Files.writeString(file, "x".repeat(4097));
    usage(
        () -> passphrases().existing(file, KEY),
        "the first line of " + file + " is longer than 4096 bytes");
    Files.write(file, new byte[] {(byte) 0xff});
    usage(
        () -> passphrases().existing(file, KEY),
        "the first line of " + file + " is not UTF-8 text");
  }

  private Passphrases passphrases() {
    return new Passphrases(person.terminal());
  }

  private static void usage(ThrowingCallable call, String message) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE))
        .hasMessage(message);
  }
}
