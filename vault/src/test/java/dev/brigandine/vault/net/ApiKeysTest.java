package dev.brigandine.vault.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path folder;

  private Path file(String text) throws Exception {
    return Files.writeString(folder.resolve("keys"), text);
  }

  @Test
  void aKeyIsKnownByItsDigest() throws Exception {
    ApiKeys.NewKey one = ApiKeys.newKey("app@one", RANDOM);
    ApiKeys.NewKey two = ApiKeys.newKey("two", RANDOM);
    ApiKeys keys = ApiKeys.read(file("# callers\n\n" + one.line() + "\r\n  " + two.line()));
    assertThat(keys.size()).isEqualTo(2);
    assertThat(keys.holder(one.key())).contains("app@one");
    assertThat(keys.holder(two.key())).contains("two");
    assertThat(keys.holder(one.key() + "x")).isEmpty();
    assertThat(keys.holder(one.key().substring(1))).isEmpty();
    assertThat(keys.holder("")).isEmpty();
    assertThat(keys.holder(null)).isEmpty();
    assertThat(keys.holder("a".repeat(100_000))).isEmpty();
    // The digest, which whoever reads the file has, opens nothing.
    assertThat(keys.holder(one.line().split(" ")[1])).isEmpty();
    assertThat(one.toString()).doesNotContain(one.key());
    assertThat(Files.readString(folder.resolve("keys"))).doesNotContain(one.key());
  }

  @Test
  void theLineIsWhatSha256sumSays() throws Exception {
    ApiKeys.NewKey key = ApiKeys.newKey("a", RANDOM);
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(key.key().getBytes(StandardCharsets.UTF_8));
    assertThat(key.line()).isEqualTo("a " + HexFormat.of().formatHex(digest));
    assertThat(key.key()).matches("brig_[A-Za-z0-9_-]{43}");
  }

  @Test
  void byHeader() throws Exception {
    ApiKeys.NewKey key = ApiKeys.newKey("a", RANDOM);
    ApiKeys keys = ApiKeys.read(file(key.line()));
    assertThat(keys.holderByHeader("Bearer " + key.key())).contains("a");
    assertThat(keys.holderByHeader("bearer  " + key.key() + " ")).contains("a");
    assertThat(keys.holderByHeader(key.key())).isEmpty();
    assertThat(keys.holderByHeader("Basic " + key.key())).isEmpty();
    assertThat(keys.holderByHeader("Bearer")).isEmpty();
    assertThat(keys.holderByHeader("Bearer ")).isEmpty();
    assertThat(keys.holderByHeader(null)).isEmpty();
  }

  @Test
  void readAgain() throws Exception {
    ApiKeys.NewKey one = ApiKeys.newKey("one", RANDOM);
    ApiKeys.NewKey two = ApiKeys.newKey("two", RANDOM);
    ApiKeys keys = ApiKeys.read(file(one.line()));
    file(two.line());
    assertThat(keys.holder(two.key())).isEmpty();
    keys.reload();
    assertThat(keys.holder(two.key())).contains("two");
    assertThat(keys.holder(one.key())).isEmpty();
    file("nonsense");
    assertThatThrownBy(keys::reload).isInstanceOf(BrigandineException.class);
    assertThat(keys.holder(two.key())).contains("two");
    keys.requireFree("one");
    assertThatThrownBy(() -> keys.requireFree("two")).hasMessageContaining("'two' already");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "# nothing",
        "a",
        "a 12",
        "a b c",
        "a%s x",
        "b%s\nb%s",
        "brig_secret-key-by-mistake",
      })
  void otherFilesAreRefusedWithoutShowingWhatIsInThem(String text) throws Exception {
    String digest = " " + "0123456789abcdef".repeat(4);
    String other = " " + "f123456789abcdef".repeat(4);
    Path file = file(text.replaceFirst("%s", digest).replaceFirst("%s", other));
    assertThatThrownBy(() -> ApiKeys.read(file))
        .isInstanceOf(BrigandineException.class)
        .hasMessageNotContaining("brig_secret")
        .hasMessageContaining(file.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "é", "a\nb", "#a", "a/b"})
  void namesOfKeys(String name) {
    assertThatThrownBy(() -> ApiKeys.newKey(name, RANDOM)).isInstanceOf(BrigandineException.class);
  }
}
