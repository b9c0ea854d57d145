package dev.brigandine.audit.license;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
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
      SessionOptions session = inParts(bundle) ? oneThread() : barred();
      Brigandine.open(bundle, licence, key, options.session(session)).close();
    } catch (BrigandineException e) {
      if (e.code() != ErrorCode.PROVIDER_UNAVAILABLE) {
        throw e;
      }
    }
  }

  static void enter(Path bundle, Path licence, DeviceKey key, OpenOptions options) {
    enter(bundle, LicenseSource.file(licence), key, options);
  }

  /** Of several parts, the first one's session would bar the way before the last is looked at. */
  private static boolean inParts(Path bundle) {
    try (Bundle open = Bundle.open(bundle)) {
      return open.manifest().sections().stream()
              .filter(section -> section.name().startsWith("graph"))
              .count()
          > 1;
    }
  }

  private static SessionOptions oneThread() {
    return new SessionOptions().setIntraOpNumThreads(1);
  }

  private static SessionOptions barred() {
    EnumSet<OrtProvider> here = OrtEnvironment.getAvailableProviders();
    SessionOptions options = oneThread();
    for (Map.Entry<String, OrtProvider> provider : PROVIDERS.entrySet()) {
      if (!here.contains(provider.getValue())) {
        return options.provider(provider.getKey());
      }
    }
    // A build with everything: the session is made after all.
    return options;
  }
}
