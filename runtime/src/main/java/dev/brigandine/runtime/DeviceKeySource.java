package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import java.nio.file.Path;
import java.util.function.Supplier;

/**
 * Where the device key comes from. It is loaded only once bundle and licence have been read, and
 * wiped when the licence is open, unless it is the caller's.
 */
abstract class DeviceKeySource {
  /** Asks for admission with the key. */
  abstract Admission.Admitted admit(Admission admission);

  /** The key, for longer; to be given to {@link #unload} in the end. */
  abstract DeviceKey load();

  /** Wipes the key, unless it is the caller's. */
  abstract void unload(DeviceKey key);

  static DeviceKeySource of(DeviceKey key) {
    return new DeviceKeySource() {
      @Override
      Admission.Admitted admit(Admission admission) {
        return admission.admit(key);
      }

      @Override
      DeviceKey load() {
        return key;
      }

      @Override
      void unload(DeviceKey loaded) {
        // It is the caller's.
      }
    };
  }

  /** A key that was loaded from {@code source} before; given back there when it was used. */
  static DeviceKeySource once(DeviceKey key, DeviceKeySource source) {
    return new DeviceKeySource() {
      @Override
      Admission.Admitted admit(Admission admission) {
        try {
          return admission.admit(key);
        } finally {
          source.unload(key);
        }
      }

      @Override
      DeviceKey load() {
        return key;
      }

      @Override
      void unload(DeviceKey loaded) {
        source.unload(loaded);
      }
    };
  }

  /** A key file that is not under a passphrase. */
  static DeviceKeySource file(Path path) {
    return file(path, new NoPassphrase(path));
  }

  static DeviceKeySource file(Path path, Supplier<char[]> passphrase) {
    return new DeviceKeySource() {
      @Override
      Admission.Admitted admit(Admission admission) {
        try (DeviceKey key = load()) {
          return admission.admit(key);
        }
      }

      @Override
      DeviceKey load() {
        return DeviceKey.load(path, passphrase);
      }

      @Override
      void unload(DeviceKey loaded) {
        loaded.close();
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
