package dev.brigandine.license.jose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.MGF1ParameterSpec;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.OAEPParameterSpec;
import javax.crypto.spec.PSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Held against the JDK's own OAEP, with the raw step as a token does it. */
class OaepTest {
  private static final OAEPParameterSpec SHA256 =
      new OAEPParameterSpec(
          "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, PSource.PSpecified.DEFAULT);
  private static final byte[] OTHERWISE = new byte[32];
  private static KeyPair pair;

  @BeforeAll
  static void key() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    pair = generator.generateKeyPair();
    Arrays.fill(OTHERWISE, (byte) 0x77);
  }

  @Test
  void theJdksOaepIsUndone() throws Exception {
    SecureRandom random = new SecureRandom();
    for (int i = 0; i < 50; i++) {
      byte[] message = new byte[32];
      random.nextBytes(message);
      assertThat(Oaep.decode(encoded(message, SHA256), 32, OTHERWISE)).isEqualTo(message);
    }
  }

  /** Every bit of the block goes through the seed's mask, so one of the message shows, too. */
  @Test
  void anyBitThatWasChangedGivesTheOther() throws Exception {
    byte[] good = encoded(new byte[32], SHA256);
    for (int bit = 0; bit < 8 * good.length; bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      assertThat(Oaep.decode(bad, 32, OTHERWISE)).as("bit " + bit).isEqualTo(OTHERWISE);
    }
  }

  @Test
  void messagesOfAnotherLengthAndOtherPaddingsGiveTheOther() throws Exception {
    assertThat(Oaep.decode(encoded(new byte[31], SHA256), 32, OTHERWISE)).isEqualTo(OTHERWISE);
    assertThat(Oaep.decode(encoded(new byte[33], SHA256), 32, OTHERWISE)).isEqualTo(OTHERWISE);
    OAEPParameterSpec sha1 =
        new OAEPParameterSpec("SHA-1", "MGF1", MGF1ParameterSpec.SHA1, PSource.PSpecified.DEFAULT);
    assertThat(Oaep.decode(encoded(new byte[32], sha1), 32, OTHERWISE)).isEqualTo(OTHERWISE);
    OAEPParameterSpec labelled =
        new OAEPParameterSpec(
            "SHA-256", "MGF1", MGF1ParameterSpec.SHA256, new PSource.PSpecified(new byte[] {1}));
    assertThat(Oaep.decode(encoded(new byte[32], labelled), 32, OTHERWISE)).isEqualTo(OTHERWISE);
    assertThat(Oaep.decode(new byte[256], 32, OTHERWISE)).isEqualTo(OTHERWISE);
  }

  @Test
  void whatIsReadIsWiped() throws Exception {
    byte[] encoded = encoded(new byte[32], SHA256);
    Oaep.decode(encoded, 32, OTHERWISE);
    assertThat(encoded).containsOnly(0);
    assertThatThrownBy(() -> Oaep.decode(new byte[64], 32, OTHERWISE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] encoded(byte[] message, OAEPParameterSpec spec) throws Exception {
    Cipher oaep = Cipher.getInstance("RSA/ECB/OAEPPadding");
    oaep.init(Cipher.ENCRYPT_MODE, pair.getPublic(), spec);
    Cipher raw = Cipher.getInstance("RSA/ECB/NoPadding");
    raw.init(Cipher.DECRYPT_MODE, pair.getPrivate());
    return raw.doFinal(oaep.doFinal(message));
  }
}
