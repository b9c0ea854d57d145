package dev.brigandine.audit.license;

import dev.brigandine.license.License;
import dev.brigandine.license.Proof;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.runtime.LicenseSource;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * What stands between an application and its licence server, on this machine's loopback: it passes
 * the vendor's licence and list on, and answers with what lease it likes. It speaks as much of the
 * protocol as an opening needs.
 */
final class LyingServer implements AutoCloseable {
  /** What it answers to a client that asks for a seat. */
  interface Lending {
    /**
     * A lease, signed.
     *
     * @param proof id of the request
     * @param instance of the client
     */
    String lease(String proof, String instance);
  }

  private final LoopbackHttp server;
  private final License license;
  private final VendorKey signer;
  private final Instant now;
  private volatile Lending lending;

  /**
   * @param license that it gives to whoever asks
   * @param signer of the licence, and so of the list that goes with it
   */
  LyingServer(License license, VendorKey signer, Instant now) throws IOException {
    this.license = license;
    this.signer = signer;
    this.now = now;
    this.server = new LoopbackHttp(this::answer);
  }

  /** What an application that was sent here opens by. */
  LicenseSource source(Path cache) {
    return LicenseSource.server(URI.create("http://127.0.0.1:" + server.port()), cache)
        .entitlement(Thief.ENTITLEMENT)
        .timeout(Duration.ofSeconds(5));
  }

  void lends(Lending what) {
    lending = what;
  }

  private String answer(String path, String body) {
    return switch (path) {
      case "/v1/challenges" -> json("nonce", "any", "issuer", signer.signer().thumbprint());
      case "/v1/activations" -> json("licence", license.jwt(), "revocations", list());
      case "/v1/leases" -> {
        Proof proof = Proof.parse(body, null);
        yield json("lease", lending.lease(proof.id(), proof.brig().id("instance")));
      }
      default -> null;
    };
  }

  private String list() {
    return new Revocations(license.signer(), 1, now, now.plusSeconds(60), Set.of())
        .sign(signer.signing());
  }

  /** Names and values; none of them needs an escape. */
  private static String json(String... words) {
    StringBuilder json = new StringBuilder();
    for (int i = 0; i < words.length; i += 2) {
      json.append(i == 0 ? "{\"" : ",\"").append(words[i]);
      json.append("\":\"").append(words[i + 1]).append('"');
    }
    return json.append('}').toString();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
