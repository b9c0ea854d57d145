package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import java.nio.file.Path;
import java.util.function.Supplier;

/** Where the device key comes from; it is loaded only once bundle and licence have been read. */
abstract class DeviceKeySource {
  abstract DeviceKey load();

  static DeviceKeySource of(DeviceKey key) {
    return new DeviceKeySource() {
      @Override
      DeviceKey load() {
        return key;
      }
    };
  }

  /** A key file that is not under a passphrase. */
  static DeviceKeySource file(Path path) {
    return new DeviceKeySource() {
      @Override
      DeviceKey load() {
        return DeviceKey.load(path, new NoPassphrase(path));
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
