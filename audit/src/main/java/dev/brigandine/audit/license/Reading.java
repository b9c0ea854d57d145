package dev.brigandine.audit.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.runtime.OpenOptions;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;

/** Opens an altered copy with the customer's own licence and tells what came of it. */
final class Reading implements AutoCloseable {
  private final Holder holder;
  private final ActivationKey activation;
  private final ContentKey key;
  private final OpenOptions options;
  private boolean leaked;

  /**
   * @param state a folder for what the trial device remembers
   */
  Reading(Holder holder, Path state) {
    this.holder = holder;
    this.activation = holder.activation();
    this.key = ContentKey.derive(activation, holder.manifest.bundleId());
    this.options = options(holder.during(), state).trust(holder.installed.signer());
  }

  static OpenOptions options(Instant now, Path state) {
    return OpenOptions.defaults().clock(Clock.fixed(now, ZoneOffset.UTC)).stateFolder(state);
  }

  interface Try {
    void run();
  }

  /** {@link Ledger#ACCEPTED}, or the refusal's id. */
  static String result(Try attempt) {
    try {
      attempt.run();
      return Ledger.ACCEPTED;
    } catch (BrigandineException e) {
      return e.code().id();
    }
  }

  ActivationKey activation() {
    return activation;
  }

  /** The front, and, should that pass, all digests. */
  String front(Path copy) {
    return result(
        () -> {
          try (Bundle bundle = Bundle.open(copy)) {
            bundle.checkDigests();
          }
        });
  }

  /** The chunk that holds a byte of the section's encrypted bytes, and no other. */
  String chunk(Path copy, SectionInfo section, long sealed) {
    long number = Math.max(0, sealed - Region.HEAD) / Region.SEALED_CHUNK;
    long offset = number * Region.CHUNK;
    long length = Math.min(Region.CHUNK, section.plainLength() - offset);
    // The last chunk may hold nothing but its tag, which a reading at random does not touch.
    if (length <= 0) {
      return whole(copy, section);
    }
    ByteBuffer plain = ByteBuffer.allocateDirect((int) length);
    return release(
        plain,
        () -> {
          try (Bundle bundle = Bundle.open(copy)) {
            bundle.read(section, key, offset, plain);
          }
        });
  }

  /** All of a section, its digest included. */
  String whole(Path copy, SectionInfo section) {
    ByteBuffer plain = ByteBuffer.allocateDirect(Math.toIntExact(section.plainLength()));
    return release(
        plain,
        () -> {
          try (Bundle bundle = Bundle.open(copy)) {
            bundle.decrypt(section, key, plain);
          }
        });
  }

  private String release(ByteBuffer plain, Try attempt) {
    String result = result(attempt);
    if (!result.equals(Ledger.ACCEPTED)) {
      leaked |= plain.position() != 0 || !zero(plain);
    }
    for (int i = 0; i < plain.capacity(); i++) {
      plain.put(i, (byte) 0);
    }
    return result;
  }

  private static boolean zero(ByteBuffer plain) {
    for (int i = 0; i < plain.capacity(); i++) {
      if (plain.get(i) != 0) {
        return false;
      }
    }
    return true;
  }

  /** As an application opens it, its vendor pinned. */
  String application(Path copy, Path licence) {
    DeviceKey device = holder.device;
    return result(() -> Door.enter(copy, licence, device, options));
  }

  String application(Path copy) {
    return application(copy, holder.installed.licence());
  }

  /** Whether anything was in a buffer after a refusal. */
  boolean leaked() {
    return leaked;
  }

  @Override
  public void close() {
    key.close();
    activation.close();
  }
}
