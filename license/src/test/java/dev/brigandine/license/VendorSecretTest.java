package dev.brigandine.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.P256;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a vendor key gives again, and to nobody else. */
class VendorSecretTest {
  private static final HexFormat HEX = HexFormat.of();

  /** Test key, of no worth: that of the testkit's signer. */
  private static final KeyPair256 KEY =
      KeyPair256.of(
          HEX.parseHex("336d991b2c1d3ea30124e5afd5ac6c4b35eda16079673703491f873381296e9f"),
          P256.point(
              HEX.parseHex("e050c429c615f75ae4e0d95aa9a81344c41864e9ac34819a04fb9a28aad88a8b"),
              HEX.parseHex("efe3869eff8f3759bf441472d505ebd7315b96306f8260618bcfdb734b898be5")),
          "the test key");

  private static String derive(String purpose, String model, long version, String customer) {
    return HEX.formatHex(
        VendorSecret.derive(KEY, purpose, model, version, Optional.ofNullable(customer)));
  }

  /** Expected values by an implementation in another language. */
  @Test
  void theDerivationIsAsSpecified() {
    assertThat(KEY.matches()).isTrue();
    assertThat(derive("rewrite", "acme/minilm", 3, "north"))
        .isEqualTo("e7b75cfe5d7b24cdca7947646f402caf5db0c863dffaede50c907e70e4525616");
    assertThat(derive("rewrite", "acme/minilm", 3, null))
        .isEqualTo("9e7bd5b527af74958ae7be19d93a3e72c9b6897e77bf0346f45f1a893c6e8488");
    assertThat(derive("activation", "acme/minilm", 3, "north"))
        .isEqualTo("95b06d151a1eff34c313f0dbce356d27db81ea4715289efc7308e598b620b531");
    assertThat(derive("activation", "überß/日本語", (1L << 53) - 1, "😀"))
        .isEqualTo("ba972a60fa9c8e761754b297025c42325420436150211f6d88334b2c6ed73476");
  }

  @Test
  void whatWouldRunTogetherDoesNot() {
    List<String> all = new ArrayList<>();
    all.add(derive("a", "bc", 1, null));
    all.add(derive("ab", "c", 1, null));
    all.add(derive("abc", "", 1, null));
    all.add(derive("", "abc", 1, null));
    all.add(derive("a", "b", 1, "c"));
    all.add(derive("a", "b", 1, ""));
    all.add(derive("a", "b", 1, null));
    all.add(derive("a", "b", 256, null));
    all.add(derive("a", "b", 1, "?"));
    assertThat(all).doesNotHaveDuplicates();
  }

  @Test
  void halfACharacterIsRefusedAndNotTakenForAnother() {
    Refused.with(ErrorCode.USAGE, () -> derive("a", "b\ud800", 1, null));
    Refused.with(ErrorCode.USAGE, () -> derive("a", "b", 1, "\udc00"));
  }

  @Test
  void aKeyGivesTheSameAfterItWasSaved(@TempDir Path folder) {
    VendorKey vendor = VendorKey.generate();
    Path file = folder.resolve("vendor.key");
    vendor.save(file, null);
    byte[] secret = vendor.derive("rewrite", "acme/minilm", 1, Optional.of("north"));
    assertThat(secret).hasSize(32);
    assertThat(VendorKey.load(file, null).derive("rewrite", "acme/minilm", 1, Optional.of("north")))
        .isEqualTo(secret);
    assertThat(VendorKey.generate().derive("rewrite", "acme/minilm", 1, Optional.of("north")))
        .isNotEqualTo(secret);
  }
}
