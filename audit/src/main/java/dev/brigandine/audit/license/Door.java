package dev.brigandine.audit.license;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.SessionOptions;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;

/**
 * Opening as an application does it, up to the engine: bundle, licence and memory are held against
 * each other, and every section that the model needs is decrypted and its digest checked. The
 * session itself, which is most of the time that opening takes, is left out by asking for an
 * execution provider that is not there.
 */
final class Door {
  private static final Map<String, OrtProvider> PROVIDERS =
      Map.of(
          "rocm", OrtProvider.ROCM,
          "acl", OrtProvider.ACL,
          "qnn", OrtProvider.QNN,
          "directml", OrtProvider.DIRECT_ML,
          "nnapi", OrtProvider.NNAPI);

  private Door() {}

  /** Returns if the model would open. */
  static void enter(Path bundle, LicenseSource licence, DeviceKey key, OpenOptions options) {
    try {
      Brigandine.open(bundle, licence, key, options.session(barred())).close();
    } catch (BrigandineException e) {
      if (e.code() != ErrorCode.PROVIDER_UNAVAILABLE) {
        throw e;
      }
    }
  }

  static void enter(Path bundle, Path licence, DeviceKey key, OpenOptions options) {
    enter(bundle, LicenseSource.file(licence), key, options);
  }

  private static SessionOptions barred() {
    EnumSet<OrtProvider> here = OrtEnvironment.getAvailableProviders();
    SessionOptions options = new SessionOptions().setIntraOpNumThreads(1);
    for (Map.Entry<String, OrtProvider> provider : PROVIDERS.entrySet()) {
      if (!here.contains(provider.getValue())) {
        return options.provider(provider.getKey());
      }
    }
    // A build with everything: the session is made after all.
    return options;
  }
}
