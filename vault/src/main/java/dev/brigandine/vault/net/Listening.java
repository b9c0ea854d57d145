package dev.brigandine.vault.net;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.NetConfig;
import java.net.InetAddress;
import java.net.UnknownHostException;

/**
 * Where a front may listen. On loopback as it likes; beyond, only under TLS and only to callers
 * that show a key or a certificate, since the model is there for whoever may call it.
 */
public final class Listening {
  private Listening() {}

  /**
   * Checks the configuration and tells the address to bind.
   *
   * @param kind {@code http} or {@code grpc}, for the sentence
   * @throws BrigandineException ({@link ErrorCode#USAGE})
   */
  public static InetAddress allowed(String kind, NetConfig config) {
    if (config.port() < 0 || config.port() > 65_535) {
      throw refused(kind + " cannot listen on port " + config.port(), "use 0 to 65535");
    }
    if (config.maxBytes() <= 0 || config.maxBytes() > Integer.MAX_VALUE - 1024) {
      throw refused(
          kind + " cannot take bodies of " + config.maxBytes() + " bytes", "use 1 to 2147482623");
    }
    InetAddress[] addresses = addresses(kind, config.host());
    boolean loopback = true;
    for (InetAddress address : addresses) {
      loopback &= address.isLoopbackAddress();
    }
    if (!loopback) {
      beyond(kind, config);
    }
    return addresses[0];
  }

  private static void beyond(String kind, NetConfig config) {
    boolean certificates = config.tls().flatMap(NetConfig.Tls::clientAuthority).isPresent();
    if (config.tls().isEmpty()) {
      throw refused(
          config.apiKeys().isPresent()
              ? kind + " on " + config.host() + " would send API keys over the network in the clear"
              : kind + " on " + config.host() + " would serve everybody on the network",
          "set tls, or listen on 127.0.0.1");
    }
    if (config.apiKeys().isEmpty() && !certificates) {
      throw refused(
          kind + " on " + config.host() + " would serve everybody on the network",
          "set api-keys, or tls with client-authority, or listen on 127.0.0.1");
    }
  }

  private static InetAddress[] addresses(String kind, String host) {
    if (host.isBlank()) {
      throw refused(kind + " has no host to listen on", "use 127.0.0.1");
    }
    try {
      return InetAddress.getAllByName(host);
    } catch (UnknownHostException e) {
      throw refused(
          kind + " cannot listen on '" + host + "', which is no address of any machine",
          "use 127.0.0.1");
    }
  }

  private static BrigandineException refused(String message, String hint) {
    return new BrigandineException(ErrorCode.USAGE, message, hint);
  }
}
