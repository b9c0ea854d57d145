package dev.brigandine.runtime;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.license.License;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Where a licence comes from: a file, or a licence server that may lend a seat with it. Immutable.
 */
public abstract class LicenseSource {
  /** Nobody else's. */
  LicenseSource() {}

  /**
   * A licence, the lease to keep if it floats, else null, and the device key to open it with.
   * Closing the lease closes what it needs.
   */
  record Got(License license, LeaseHold lease, DeviceKeySource key) {}

  abstract Got get(Bundle bundle, DeviceKeySource key, OpenOptions options);

  /** A licence file, a signed JWT. A floating licence does not open by its file alone. */
  public static LicenseSource file(Path licence) {
    Objects.requireNonNull(licence);
    return new LicenseSource() {
      @Override
      Got get(Bundle bundle, DeviceKeySource key, OpenOptions options) {
        return new Got(License.load(licence, Crypto.best().providerOrNull()), null, key);
      }
    };
  }

  /**
   * A licence server. Which entitlement to ask for is said with {@link
   * ServerSource.Address#entitlement}.
   *
   * @param server {@code https://host[:port]}; plain http for loopback alone
   * @param cache a folder of the user's own, where the licence is kept
   */
  public static ServerSource.Address server(URI server, Path cache) {
    return new ServerSource.Address(server, cache);
  }
}
