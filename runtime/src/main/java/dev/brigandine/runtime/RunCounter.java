package dev.brigandine.runtime;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * How many runs of a licence are used, in one small file that processes share: 8 bytes of count and
 * an HMAC-SHA-256 over licence id and count under a key derived from the activation key, so that it
 * can't be edited. It can be deleted or put back from a copy; against that only a server or a
 * hardware counter helps, and {@code docs/threat-model.md} says so.
 */
final class RunCounter implements RunGrants {
  private static final int MAC_LENGTH = 32;
  private static final int FILE_LENGTH = Long.BYTES + MAC_LENGTH;

  /** Threads of one process must not race for the lock: a file lock is the whole process's. */
  private static final Object PROCESS_LOCK = new Object();

  private final Path file;
  private final long limit;
  private final byte[] licenseId;
  private final byte[] macKey;

  private RunCounter(Path file, long limit, byte[] licenseId, byte[] macKey) {
    this.file = file;
    this.limit = limit;
    this.licenseId = licenseId;
    this.macKey = macKey;
  }

  static RunCounter of(License license, ActivationKey activation, Path stateFolder) {
    byte[] id = license.id().getBytes(StandardCharsets.UTF_8);
    byte[] key =
        activation.withBytes(
            k -> mac(k, "dev.brigandine/1 run counter".getBytes(StandardCharsets.US_ASCII), id));
    return new RunCounter(
        stateFolder.resolve("runs").resolve(hex(mac(id, id)) + ".count"),
        license.runs().getAsLong(),
        id,
        key);
  }

  @Override
  public long reserve() {
    return update(
        used -> {
          if (used >= limit) {
            throw new BrigandineException(
                ErrorCode.LICENSE_EXPIRED,
                "all " + limit + " runs of the licence are used",
                "ask the vendor for a new licence");
          }
          return Math.min(block(), limit - used);
        });
  }

  @Override
  public void giveBack(long unused) {
    if (unused > 0) {
      update(used -> -Math.min(unused, used));
    }
  }

  /** A hundredth of the limit, so that a crash costs little; at most 64. */
  private long block() {
    return Math.max(1, Math.min(64, limit / 100));
  }

  private interface Change {
    long of(long used);
  }

  private long update(Change change) {
    synchronized (PROCESS_LOCK) {
      try {
        Files.createDirectories(file.getParent());
        try (FileChannel channel =
                FileChannel.open(
                    file,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.READ,
                    StandardOpenOption.WRITE);
            FileLock held = channel.lock()) {
          assert held.isValid();
          long used = read(channel);
          long delta = change.of(used);
          write(channel, used + delta);
          return delta;
        }
      } catch (IOException | OverlappingFileLockException e) {
        throw new BrigandineException(
            ErrorCode.IO,
            "the count of runs cannot be kept in " + file.getParent(),
            "the licence counts runs; make that folder writable or name another one",
            e);
      }
    }
  }

  private long read(FileChannel channel) throws IOException {
    if (channel.size() == 0) {
      return 0;
    }
    ByteBuffer bytes = ByteBuffer.allocate(FILE_LENGTH);
    while (bytes.hasRemaining() && channel.read(bytes, bytes.position()) >= 0) {
      // reads on until the record is whole or the file ends
    }
    long used = bytes.getLong(0);
    byte[] tag = Arrays.copyOfRange(bytes.array(), Long.BYTES, FILE_LENGTH);
    if (bytes.hasRemaining()
        || channel.size() != FILE_LENGTH
        || used < 0
        || !MessageDigest.isEqual(tag, tag(used))) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the count of runs in " + file + " was changed or cut",
          "ask the vendor for a new licence");
    }
    return used;
  }

  private void write(FileChannel channel, long used) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(FILE_LENGTH).putLong(used).put(tag(used)).flip();
    while (bytes.hasRemaining()) {
      channel.write(bytes, bytes.position());
    }
    channel.force(true);
  }

  private byte[] tag(long used) {
    return mac(macKey, licenseId, ByteBuffer.allocate(Long.BYTES).putLong(used).array());
  }

  private static byte[] mac(byte[] key, byte[]... parts) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      for (byte[] part : parts) {
        mac.update(part);
      }
      return mac.doFinal();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("this Java has no HmacSHA256", e);
    }
  }

  private static String hex(byte[] bytes) {
    StringBuilder text = new StringBuilder(bytes.length * 2);
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 15, 16)).append(Character.forDigit(b & 15, 16));
    }
    return text.toString();
  }

  @Override
  public void close() {
    Arrays.fill(macKey, (byte) 0);
  }
}
