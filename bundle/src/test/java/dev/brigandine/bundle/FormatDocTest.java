package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.KeySpec.Kind;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** What {@code docs/format.md} shows is what the code does and the vector holds. */
class FormatDocTest {
  private static final HexFormat HEX = HexFormat.of();

  @Test
  void theWorkedExampleHolds() throws Exception {
    String doc = Files.readString(Path.of("..", "docs", "format.md"));
    Path path = Path.of(FormatDocTest.class.getResource("/testkit/001-one-section.brig").toURI());
    byte[] file = Files.readAllBytes(path);
    byte[] section = Arrays.copyOfRange(file, 4096, file.length);
    assertThat(doc)
        .contains("has 4,228 bytes: M = 481, S = 414, padding from 911")
        .contains(HexFormat.ofDelimiter(" ").formatHex(file, 16, 26));
    assertThat(HEX.formatHex(file, 0, 16)).isEqualTo("4252494701000000e10100009e010000");

    try (Bundle bundle = Bundle.open(path);
        ContentKey key = Samples.contentKey()) {
      assertThat(value(doc, "content key")).isEqualTo(HEX.formatHex(key.copy()));
      assertThat(value(doc, "signer")).isEqualTo(bundle.signer().thumbprint());
      SectionInfo info = bundle.manifest().sections().get(0);
      assertThat(value(doc, "digest")).isEqualTo(HEX.formatHex(info.digest()));
      assertThat(value(doc, "plaintext"))
          .isEqualTo(HEX.formatHex(Samples.decrypt(bundle, info, key)));
      assertThat(bundle.signatureLength()).isEqualTo(414);
    }
    assertThat(value(doc, "salt")).isEqualTo(HEX.formatHex(section, 0, 24));
    assertThat(value(doc, "commitment")).isEqualTo(HEX.formatHex(section, 24, 56));
    assertThat(value(doc, "chunk 0")).isEqualTo(HEX.formatHex(section, 56, 132));

    // Key and nonce as the page shows them decrypt the chunk as the page shows it.
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE,
        new SecretKeySpec(HEX.parseHex(value(doc, "key")), "AES"),
        new GCMParameterSpec(128, HEX.parseHex(value(doc, "base nonce"))));
    byte[] plain = cipher.doFinal(HEX.parseHex(value(doc, "chunk 0")));
    assertThat(HEX.formatHex(plain)).isEqualTo(value(doc, "plaintext"));
    assertThat(ByteBuffer.wrap(plain).remaining()).isEqualTo(60);
  }

  @Test
  void theKeyTensorsOfThePageAreDerived() throws Exception {
    String doc = Files.readString(Path.of("..", "docs", "format.md"));
    try (KeyTensors keys = KeyTensors.derive(Samples.activation(7))) {
      ByteBuffer scale = keys.tensor(0, new KeySpec("k", Kind.SCALE, 1, 4, List.of(4L)));
      ByteBuffer permute = keys.tensor(1, new KeySpec("k", Kind.PERMUTE, 1, 8, List.of(8L)));
      ByteBuffer mix = keys.tensor(2, new KeySpec("k", Kind.MIX, 1, 2, List.of(2L, 2L)));
      List<String> places = new ArrayList<>();
      while (permute.hasRemaining()) {
        places.add(Long.toString(permute.getLong()));
      }
      assertThat(doc)
          .contains("0: scale, size 4      " + hex(scale))
          .contains("1: permute, size 8    " + String.join(", ", places))
          .contains("2: mix, 1 of size 2   " + hex(mix));
    }
  }

  private static String hex(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return HEX.formatHex(bytes);
  }

  private static String value(String doc, String label) {
    for (String line : doc.substring(doc.indexOf("## A worked example")).split("\n")) {
      if (line.startsWith(label + " ") && line.length() > 13 && line.charAt(12) == ' ') {
        return line.substring(13);
      }
    }
    throw new AssertionError("no line " + label);
  }
}
