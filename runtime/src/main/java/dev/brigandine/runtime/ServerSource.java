package dev.brigandine.runtime;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.client.ClientOptions;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.client.LicenseClient;
import dev.brigandine.license.client.LicenseListener;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * A licence server: the device is activated there, borrows a seat if the licence floats, keeps it
 * while the model is open, and returns it on close. {@code docs/licensing-sdk.md} says what happens
 * when the server is away.
 */
public final class ServerSource extends LicenseSource {
  private final ClientOptions options;

  private ServerSource(ClientOptions options) {
    this.options = options;
  }

  /** A server, before it is said what to ask it for. */
  public static final class Address {
    private final URI server;
    private final Path cache;

    Address(URI server, Path cache) {
      this.server = Objects.requireNonNull(server);
      this.cache = Objects.requireNonNull(cache);
    }

    /**
     * Asks for that entitlement.
     *
     * @param id 22 characters, from the vendor
     * @throws dev.brigandine.bundle.BrigandineException ({@code USAGE}) for another form of address
     *     or id
     */
    public ServerSource entitlement(String id) {
      return new ServerSource(ClientOptions.of(server, cache, id));
    }
  }

  /** Tells {@code listener} what becomes of the licence. */
  public ServerSource listener(LicenseListener listener) {
    return new ServerSource(options.listener(listener));
  }

  /** As {@link ClientOptions#timeout}. */
  public ServerSource timeout(Duration limit) {
    return new ServerSource(options.timeout(limit));
  }

  /** Trusts, and shows, other certificates than the JVM's own. */
  public ServerSource tls(SSLContext context) {
    return new ServerSource(options.tls(context));
  }

  /** What the vendor sees beside the device's thumbprint. */
  public ServerSource deviceName(String name) {
    return new ServerSource(options.deviceName(name));
  }

  /** As {@link ClientOptions#traits}. */
  public ServerSource traits(Map<String, List<String>> hashed) {
    return new ServerSource(options.traits(hashed));
  }

  /** Leaves the seat with this client on close; see {@link ClientOptions#keepSeat}. */
  public ServerSource keepSeat() {
    return new ServerSource(options.keepSeat());
  }

  /** Allows {@code http:} to other machines; see {@link ClientOptions}. */
  public ServerSource insecurePlainHttp() {
    return new ServerSource(options.insecurePlainHttp());
  }

  @Override
  Got get(Bundle bundle, DeviceKeySource source, OpenOptions open) {
    DeviceKey key = source.load();
    HeldLicense held = null;
    try {
      held =
          LicenseClient.open(
              options,
              key,
              bundle.manifest().bundleId(),
              bundle.signer(),
              Crypto.best().providerOrNull(),
              open.clock(),
              open.ticker());
    } finally {
      if (held == null) {
        source.unload(key);
      }
    }
    if (held.lease() == null) {
      return new Got(held.license(), null, DeviceKeySource.once(key, source));
    }
    LeaseHold lease = new ServerHold(held, () -> source.unload(key));
    return new Got(held.license(), lease, DeviceKeySource.of(key));
  }
}
