package dev.brigandine.audit.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.license.License;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;

/** The least that shows that a licence gave the key away: a decrypted piece of the bundle. */
final class FirstBytes {
  private static final int MOST = 64;

  private FirstBytes() {}

  /** Decrypts, looks, and forgets. */
  static void of(Holder holder, License license, Instant time) {
    try (Bundle bundle = Bundle.open(holder.installed.bundle());
        ActivationKey activation =
            license.activate(bundle.manifest(), bundle.signer(), holder.device, time);
        ContentKey key = ContentKey.derive(activation, bundle.manifest().bundleId())) {
      SectionInfo smallest =
          bundle.manifest().sections().stream()
              .filter(section -> section.plainLength() > 0)
              .min(Comparator.comparingLong(SectionInfo::plainLength))
              .orElseThrow();
      ByteBuffer some = ByteBuffer.allocateDirect((int) Math.min(MOST, smallest.plainLength()));
      bundle.read(smallest, key, 0, some);
      for (int i = 0; i < some.capacity(); i++) {
        some.put(i, (byte) 0);
      }
    }
  }
}
