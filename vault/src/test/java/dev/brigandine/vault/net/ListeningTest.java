package dev.brigandine.vault.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.NetConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a front may listen, and by which certificate. */
class ListeningTest {
  private static final Optional<Path> FILE = Optional.of(Path.of("a"));

  @TempDir Path folder;

  private static NetConfig config(String host, boolean keys, boolean tls, boolean certificates) {
    return new NetConfig(
        host,
        0,
        keys ? FILE : Optional.empty(),
        tls
            ? Optional.of(
                new NetConfig.Tls(
                    Path.of("c"), Path.of("k"), certificates ? FILE : Optional.empty()))
            : Optional.empty(),
        1_000,
        Duration.ofSeconds(1));
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "::1", "localhost"})
  void loopbackIsOpen(String host) {
    assertThat(Listening.allowed("http", config(host, false, false, false)).isLoopbackAddress())
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "false, false, false, would serve everybody",
    "true, false, false, in the clear",
    "false, true, false, would serve everybody",
    "true, true, false,",
    "false, true, true,",
  })
  void beyondLoopback(boolean keys, boolean tls, boolean certificates, String why) {
    for (String host : new String[] {"0.0.0.0", "::", "192.0.2.1"}) {
      NetConfig config = config(host, keys, tls, certificates);
      if (why == null) {
        assertThat(Listening.allowed("http", config).isLoopbackAddress()).isFalse();
      } else {
        assertThatThrownBy(() -> Listening.allowed("http", config))
            .hasMessageContaining(why)
            .isInstanceOfSatisfying(
                BrigandineException.class, e -> assertThat(e.hint()).isPresent());
      }
    }
  }

  @Test
  void oddOnes() {
    assertThatThrownBy(() -> Listening.allowed("grpc", config(" ", false, false, false)))
        .hasMessageContaining("grpc has no host");
    NetConfig negative =
        new NetConfig("127.0.0.1", -1, Optional.empty(), Optional.empty(), 1, Duration.ZERO);
    assertThatThrownBy(() -> Listening.allowed("grpc", negative)).hasMessageContaining("port -1");
    NetConfig empty =
        new NetConfig("127.0.0.1", 1, Optional.empty(), Optional.empty(), 0, Duration.ZERO);
    assertThatThrownBy(() -> Listening.allowed("grpc", empty)).hasMessageContaining("0 bytes");
  }

  private static void refused(Path certificate, Path key, String why, String hint) {
    NetConfig.Tls tls = new NetConfig.Tls(certificate, key, Optional.empty());
    assertThatThrownBy(() -> TlsFiles.read(tls))
        .hasMessageContaining(why)
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).isIn(ErrorCode.USAGE, ErrorCode.FILE_UNREADABLE);
              assertThat(e.hint().orElse("")).contains(hint);
            });
  }

  @Test
  void certificatesAndKeys() throws Exception {
    Identity ec = Identity.make(folder, "ec", "EC");
    Identity rsa = Identity.make(folder, "rsa", "RSA");
    Identity other = Identity.make(folder, "other", "EC");
    for (Identity good : new Identity[] {ec, rsa}) {
      TlsFiles tls =
          TlsFiles.read(
              new NetConfig.Tls(good.certificate(), good.key(), Optional.of(other.certificate())));
      assertThat(tls.clientCertificates()).isTrue();
      assertThat(tls.keyManagers()).hasSize(1);
      assertThat(tls.trustManagers().orElseThrow()).hasSize(1);
      assertThat(tls.context().getProtocol()).isEqualTo("TLS");
    }
    refused(ec.certificate(), other.key(), "is not the key of the certificate", "belong together");
    refused(ec.certificate(), rsa.key(), "holds no EC key", "belong together");
    refused(ec.key(), ec.key(), "holds no certificate", "BEGIN CERTIFICATE");
    refused(ec.certificate(), ec.certificate(), "no private key", "openssl pkcs8");
    refused(ec.certificate(), folder.resolve("none"), "cannot be read", "");
    Path locked = folder.resolve("locked.key");
    String begin =
        "-----BEGIN ENCRYPTED PRIVATE KEY-----\nMIIB\n-----END ENCRYPTED PRIVATE KEY-----";
    java.nio.file.Files.writeString(locked, begin);
    refused(ec.certificate(), locked, "is encrypted", "openssl pkey");
  }
}
