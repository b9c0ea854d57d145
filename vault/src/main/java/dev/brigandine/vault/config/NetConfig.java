package dev.brigandine.vault.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * A front on the network.
 *
 * @param host loopback unless the operator says otherwise
 * @param port 0 for any
 * @param apiKeys a file of SHA-256 digests of API keys, one {@code name hex} a line; without keys
 *     and without {@link Tls#clientAuthority} only loopback is listened at
 * @param maxBytes of one request's body
 * @param bodyTimeout how long a body may take to arrive
 */
public record NetConfig(
    String host,
    int port,
    Optional<Path> apiKeys,
    Optional<Tls> tls,
    long maxBytes,
    Duration bodyTimeout) {
  /**
   * PEM files.
   *
   * @param clientAuthority who may have signed a caller's certificate; set, callers must show one
   */
  public record Tls(Path certificate, Path key, Optional<Path> clientAuthority) {}
}
