package dev.brigandine.license;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.P256;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.ConcatKdf;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.PublicPoint;
import org.junit.jupiter.api.Test;

class ConcatKdfTest {
  /** RFC 7518 appendix C, from the two keys to the derived one. */
  @Test
  void theExampleOfRfc7518() throws Exception {
    KeyPair256 alice =
        pair(
            "gI0GAILBdu7T53akrFmMyGcsF3n5dO7MmwNBHKW5SV0",
            "SLW_xSffzlPWrHEVI30DHM_4egVwt3NQqeUD7nMFpps",
            "0_NxaRPUMQoAJt50Gz8YiTr8gRTwyEaCumd-MToTmIo");
    KeyPair256 bob =
        pair(
            "weNJy2HscCSM6AEDTDg04biOvhFhyyWvOHQfeF_PxMQ",
            "e8lnCO-AlStT-NJVX-crhB7QRYhiix03illJOVAOyck",
            "VEmDZpDXXK8p8N0Cndsxs924q6nS1RXFASRl6BfUqdw");
    assertThat(alice.matches()).isTrue();
    assertThat(bob.matches()).isTrue();
    byte[] shared = alice.agree(bob.point(), Jca.DEFAULT);
    assertThat(shared).isEqualTo(bob.agree(alice.point(), Jca.DEFAULT));
    byte[] key =
        ConcatKdf.derive(
            shared, "A128GCM", "Alice".getBytes(US_ASCII), "Bob".getBytes(US_ASCII), 128);
    assertThat(Base64Url.encode(key)).isEqualTo("VqqN6vgjbSBcIijNcacQGg");
  }

  private static KeyPair256 pair(String x, String y, String d) {
    P256 point = PublicPoint.of(Base64Url.decode(x, "x"), Base64Url.decode(y, "y"), "a test key");
    return KeyPair256.of(Base64Url.decode(d, "d"), point, "a test key");
  }
}
