package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * Where the device key comes from. It is loaded only once bundle and licence have been read, and
 * wiped when the licence is open, unless it is the caller's.
 */
abstract class DeviceKeySource {
  /** Opens the licence with the key. */
  abstract ActivationKey activate(License license, Manifest manifest, SignerId signer, Instant now);

  static DeviceKeySource of(DeviceKey key) {
    return new DeviceKeySource() {
      @Override
      ActivationKey activate(License license, Manifest manifest, SignerId signer, Instant now) {
        return license.activate(manifest, signer, key, now);
      }
    };
  }

  /** A key file that is not under a passphrase. */
  static DeviceKeySource file(Path path) {
    return new DeviceKeySource() {
      @Override
      ActivationKey activate(License license, Manifest manifest, SignerId signer, Instant now) {
        try (DeviceKey key = DeviceKey.load(path, new NoPassphrase(path))) {
          return license.activate(manifest, signer, key, now);
        }
      }
    };
  }

  private record NoPassphrase(Path path) implements Supplier<char[]> {
    @Override
    public char[] get() {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the device key " + path + " is under a passphrase",
          "load it with DeviceKey.load(path, passphrase) and pass the key");
    }
  }
}
