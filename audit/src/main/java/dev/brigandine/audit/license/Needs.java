package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Target;
import java.nio.file.Files;
import java.util.Optional;

/** What attacks on licences need of a target. */
final class Needs {
  private Needs() {}

  /** Bundle, licence and device key. */
  static Optional<String> files(Target target) {
    Optional<Installed> installed = target.installed();
    if (installed.isEmpty()) {
      return Optional.of("bundle, licence and device key are not at hand in this form");
    }
    Installed files = installed.get();
    boolean there =
        Files.isRegularFile(files.bundle())
            && Files.isRegularFile(files.licence())
            && Files.isRegularFile(files.device());
    return there
        ? Optional.empty()
        : Optional.of("the bundle, the licence or the device key is not there");
  }

  /** And the key that signed them, to issue licences for trial. */
  static Optional<String> vendor(Target target) {
    Optional<String> missing = files(target);
    if (missing.isEmpty() && target.installed().orElseThrow().vendor().isEmpty()) {
      return Optional.of("without the vendor's key no licences can be issued for the trial");
    }
    return missing;
  }
}
