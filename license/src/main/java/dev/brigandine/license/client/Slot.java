package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Lease;
import dev.brigandine.license.Proof;
import dev.brigandine.license.jose.Json;
import dev.brigandine.license.jose.JsonObject;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.HashSet;
import java.util.Set;

/**
 * One open model's identity towards the server: an instance and a number that rises with every
 * request. Held by a lock on a file, which ends with the process however it ends, so that whoever
 * comes next takes up the instance and with it the seat. Numbers are set aside on the disk in
 * blocks before any of them is used.
 */
final class Slot implements AutoCloseable {
  private static final int MAX_SLOTS = 1024;
  private static final int MAX_SIZE = 8 * 1024;
  private static final long BLOCK = 1L << 16;
  private static final long MAX_SEQ = (1L << 53) - 1;

  /**
   * Lock files of this process. Opening one a second time would do harm: where locks are POSIX's,
   * closing any handle of a file ends the process's lock on it.
   */
  private static final Set<Path> HELD = new HashSet<>();

  private final Path file;
  private final Path lockFile;
  private final FileChannel channel;
  private final FileLock lock;
  private final SecureRandom random;
  private String instance;
  private long next;
  private long reserved;
  private String lease;
  private boolean closed;

  private Slot(Path file, Path lockFile, FileChannel channel, FileLock lock, SecureRandom random) {
    this.file = file;
    this.lockFile = lockFile;
    this.channel = channel;
    this.lock = lock;
    this.random = random;
  }

  /** The first that nobody holds. */
  static Slot take(Path folder, SecureRandom random) {
    Path real = real(folder);
    for (int i = 0; i < MAX_SLOTS; i++) {
      Path lockFile = real.resolve("slot-" + i + ".lock");
      if (hold(lockFile)) {
        Slot slot = null;
        try {
          slot = locked(real.resolve("slot-" + i + ".json"), lockFile, random);
        } finally {
          if (slot == null) {
            letGo(lockFile);
          }
        }
        if (slot != null) {
          return slot;
        }
      }
    }
    throw new BrigandineException(
        ErrorCode.NO_FREE_LEASE,
        "more than " + MAX_SLOTS + " models are open with one cache folder",
        "close some");
  }

  private static boolean hold(Path lockFile) {
    synchronized (HELD) {
      return HELD.add(lockFile);
    }
  }

  private static void letGo(Path lockFile) {
    synchronized (HELD) {
      HELD.remove(lockFile);
    }
  }

  private static Path real(Path folder) {
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw CacheFile.failure(folder, "found", e);
    }
  }

  /** Null if another process has it. */
  private static Slot locked(Path file, Path lockFile, SecureRandom random) {
    FileChannel channel = CacheFile.lockFile(lockFile);
    Slot slot = null;
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        return null;
      }
      Slot taken = new Slot(file, lockFile, channel, lock, random);
      taken.read();
      slot = taken;
      return slot;
    } catch (OverlappingFileLockException e) {
      // Another class loader of this process has it.
      return null;
    } catch (IOException e) {
      throw CacheFile.failure(lockFile, "locked", e);
    } finally {
      if (slot == null) {
        close(channel);
      }
    }
  }

  private void read() {
    String text = CacheFile.read(file, MAX_SIZE);
    if (text != null) {
      try {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        JsonObject json = Json.parseObject(bytes, "the slot");
        String id = json.id("instance");
        next = json.integer("next", 0, MAX_SEQ - BLOCK);
        lease = json.has("lease") ? json.string("lease") : null;
        instance = id;
      } catch (BrigandineException e) {
        instance = null;
      }
    }
    if (instance == null) {
      fresh();
    }
    reserve();
  }

  private void fresh() {
    instance = Proof.newId(random);
    next = 0;
    lease = null;
  }

  private void reserve() {
    reserved = next + BLOCK;
    write();
  }

  private void write() {
    // None of the three can hold a character that JSON would escape.
    String more = lease == null ? "" : ",\"lease\":\"" + lease + "\"";
    CacheFile.replace(
        file, "{\"instance\":\"" + instance + "\",\"next\":" + reserved + more + "}\n");
  }

  String instance() {
    return instance;
  }

  /** A number that was never used before with this instance. */
  long seq() {
    if (next == reserved) {
      reserve();
    }
    return ++next;
  }

  /** The lease that this slot last had and did not give back, or null. */
  Lease lease(Provider provider) {
    if (lease == null) {
      return null;
    }
    try {
      Lease read = Lease.parse(lease, provider);
      return read.instance().equals(instance) ? read : null;
    } catch (BrigandineException e) {
      return null;
    }
  }

  /** Keeps a lease, for a start when the server is away; null to forget. */
  void keep(String jwt) {
    lease = jwt;
    write();
  }

  /** Takes a new instance. */
  void renew() {
    fresh();
    reserve();
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    try {
      lock.release();
    } catch (IOException e) {
      // Closing the channel frees it all the same.
      assert channel.isOpen();
    } finally {
      close(channel);
      letGo(lockFile);
    }
  }

  private static void close(FileChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      throw new BrigandineException(ErrorCode.IO, "a lock file cannot be closed", null, e);
    }
  }
}
