package dev.brigandine.license.jose;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.Crypto;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class AesKeyUnwrapTest {
  private static final List<Jca> BOTH =
      List.of(new Jca(null), new Jca(Crypto.best().providerOrNull()));

  @Test
  void rfc3394Section46() throws Exception {
    byte[] kek = hex("000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F");
    byte[] wrapped =
        hex(
            "28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326"
                + "CBC7F0E71A99F43BFB988B9B7A02DD21");
    for (Jca jca : BOTH) {
      assertThat(AesKeyUnwrap.unwrap(kek, wrapped, jca))
          .isEqualTo(hex("00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F"));
    }
  }

  @Test
  void opensWhatTheJdkWrapsAndNothingElse() throws Exception {
    Random random = new Random(3394);
    for (int i = 0; i < 200; i++) {
      byte[] kek = new byte[32];
      byte[] key = new byte[16 + 8 * random.nextInt(6)];
      random.nextBytes(kek);
      random.nextBytes(key);
      Cipher jdk = Cipher.getInstance("AESWrap", "SunJCE");
      jdk.init(Cipher.WRAP_MODE, new SecretKeySpec(kek, "AES"));
      byte[] wrapped = jdk.wrap(new SecretKeySpec(key, "AES"));
      for (Jca jca : BOTH) {
        assertThat(AesKeyUnwrap.unwrap(kek, wrapped, jca)).isEqualTo(key);
        byte[] altered = wrapped.clone();
        altered[random.nextInt(altered.length)] ^= (byte) (1 << random.nextInt(8));
        assertThat(AesKeyUnwrap.unwrap(kek, altered, jca)).isNull();
      }
    }
  }

  private static byte[] hex(String text) {
    return HexFormat.of().parseHex(text);
  }
}
