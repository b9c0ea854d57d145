package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.clock.Memory;
import dev.brigandine.license.clock.Watch;
import dev.brigandine.license.clock.Witness;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Whether a licence opens a bundle here and now. What memory holds is asked only once licence,
 * bundle and device are known to belong together, so that no stranger's licence leaves a trace.
 */
final class Admission {
  private final License license;
  private final Manifest manifest;
  private final SignerId signer;
  private final LeaseHold lease;
  private final OpenOptions options;

  /**
   * @param signer of the bundle
   * @param lease null if there is none
   */
  Admission(
      License license, Manifest manifest, SignerId signer, LeaseHold lease, OpenOptions options) {
    this.license = license;
    this.manifest = manifest;
    this.signer = signer;
    this.lease = lease;
    this.options = options;
  }

  /** Both are the caller's to close. */
  record Admitted(ActivationKey activation, Watch watch) {}

  Admitted admit(DeviceKey key) {
    boolean ours =
        license.vendor().thumbprint().equals(signer.thumbprint())
            && license.device().equals(key.thumbprint());
    if (!ours) {
      license.activate(manifest, signer, key, options.clock().instant()).close();
      throw new IllegalStateException("a licence for another device was let pass");
    }
    Conditions conditions = license.conditions();
    requireIsolation(conditions);
    requireLease(conditions);
    Memory memory = Memory.of(options.stateFolder(), key);
    Watch watch = null;
    boolean done = false;
    try {
      List<Witness> witnesses =
          new ArrayList<>(memory.requireNotRevoked(license, revocations(options)));
      if (lease != null) {
        witnesses.addAll(lease.witnesses());
      }
      // Closes the memory if it refuses; to do so twice is harmless.
      watch =
          Watch.open(
              license, memory, options.clock(), options.ticker(), options.counter(), witnesses);
      if (lease != null) {
        lease.follow(watch);
        lease.check();
      }
      ActivationKey activation =
          license.activate(manifest, signer, key, watch.now(), options.machine());
      try {
        memory.requireVersion(license, manifest.modelVersion());
        done = true;
      } finally {
        if (!done) {
          activation.close();
        }
      }
      return new Admitted(activation, watch);
    } finally {
      if (!done) {
        if (watch == null) {
          memory.close();
        } else {
          watch.close();
        }
      }
    }
  }

  private void requireIsolation(Conditions conditions) {
    if (conditions.isolation() != Isolation.VAULT) {
      return;
    }
    if (options.vault() == null) {
      throw new BrigandineException(
          ErrorCode.ISOLATION_REQUIRED,
          "the licence opens in a vault only, a process of its own, and this is none",
          "ask the vendor for a licence for this process, or run the model in a vault");
    }
    options.vault().admit(license);
  }

  private void requireLease(Conditions conditions) {
    if (conditions.lease().isPresent() && lease == null) {
      throw new BrigandineException(
          ErrorCode.NO_FREE_LEASE,
          "the licence is floating and opens only with a seat on loan",
          "open the model by the licence server that lends them");
    }
    if (lease != null) {
      lease.lease().check(license);
    }
  }

  private static Optional<String> revocations(OpenOptions options) {
    if (options.revocations().isEmpty()) {
      return Optional.empty();
    }
    Path file = options.revocations().get();
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Revocations.MAX_LENGTH + 2);
      return Optional.of(new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing());
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "the revocation list " + file + " cannot be read",
          "check the path",
          e);
    }
  }
}
