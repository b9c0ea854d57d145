package dev.brigandine.licenseserver;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How a server is run.
 *
 * @param database {@code sqlite:PATH} or {@code postgresql://user:password@host:port/name}; may
 *     hold a password
 * @param listen address to bind to
 * @param port 0 for any
 * @param tls plain HTTP without
 * @param rate requests a second that one device or token may make, and a tenth of what one address
 *     may; 0 for no limit
 */
public record ServerOptions(
    String database, String listen, int port, Optional<TlsStore> tls, int rate) {
  /** Loopback alone. */
  public static final String LOOPBACK = "127.0.0.1";

  /** Requests a second. */
  public static final int RATE = 50;

  /**
   * A PKCS#12 file.
   *
   * @param password the file's; kept as long as the server runs
   */
  public record TlsStore(Path keystore, char[] password) {
    @Override
    public String toString() {
      return "TlsStore[" + keystore + "]";
    }
  }

  /** Checks the ranges. */
  public ServerOptions {
    if (port < 0 || port > 65_535) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the port must be from 0 to 65535, not " + port);
    }
    if (rate < 0 || rate > 1_000_000) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the rate must be from 0 to 1000000, not " + rate);
    }
  }

  /** Plain HTTP on loopback. */
  public ServerOptions(String database, int port) {
    this(database, LOOPBACK, port, Optional.empty(), RATE);
  }

  @Override
  public String toString() {
    return "ServerOptions[" + listen + ":" + port + "]";
  }
}
