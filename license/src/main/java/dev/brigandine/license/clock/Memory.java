package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.jose.Base64Url;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a device remembers between runs, in small files under {@code memory/} of the state folder:
 * per licence the highest time seen, per vendor, model and customer the highest lowest-version that
 * a licence asked, per signer the newest revocation list.
 *
 * <p>Guaranteed: what was edited, or written with another device key or for another licence, is
 * refused; a crash leaves the old file or the new one. Not guaranteed: that the files are still
 * there, or are the newest. Whoever owns the machine can delete them or put older ones back; only a
 * {@link HardwareCounter} or a server tells.
 */
public final class Memory implements AutoCloseable {
  private final MemoryFolder folder;
  private final MemoryText text;

  private Memory(MemoryFolder folder, MemoryText text) {
    this.folder = folder;
    this.text = text;
  }

  /** The memory of {@code key}'s device in {@code stateFolder}, which need not exist. */
  public static Memory of(Path stateFolder, DeviceKey key) {
    return new Memory(
        new MemoryFolder(stateFolder.resolve("memory")), new MemoryText(key.derive("memory")));
  }

  /**
   * Refuses a bundle's version if any licence that was used on this device asked for a higher one
   * of the same vendor, model and customer; and remembers what {@code license} asks.
   *
   * @throws BrigandineException {@link ErrorCode#ROLLBACK}, {@link ErrorCode#TAMPERED}
   */
  public void requireVersion(License license, long version) {
    String subject = minimumOf(license);
    Recall recall = recall(MemoryKind.MINIMUM, subject);
    refuseEdited(recall);
    if (version < recall.value()) {
      throw new BrigandineException(
          ErrorCode.ROLLBACK,
          "the bundle has version "
              + version
              + " of the model; a licence on this device asked for "
              + recall.value()
              + " and newer",
          "use the newer bundle");
    }
    long asked = license.conditions().minimumVersion().orElse(0);
    if (asked > recall.value()) {
      tryWrite(MemoryKind.MINIMUM, subject, asked, 0, false);
    }
  }

  /**
   * Refuses if a list that speaks for {@code license} takes it back: {@code given}, or the newest
   * seen before of each signer above it. Remembers {@code given}.
   *
   * @param given the list's JWT, if the caller has one
   * @return the newest lists there are, as witnesses of time
   * @throws BrigandineException {@link ErrorCode#REVOKED}; {@link ErrorCode#BAD_SIGNATURE} if
   *     {@code given} is by nobody who stands behind the licence; {@link ErrorCode#ROLLBACK} if it
   *     is older than one seen before; {@link ErrorCode#TAMPERED}
   */
  public List<Witness> requireNotRevoked(License license, Optional<String> given) {
    List<Witness> witnesses = new ArrayList<>(1);
    Revocations list = null;
    if (given.isPresent()) {
      list = Revocations.parse(given.get(), null);
      if (!list.speaksFor(license)) {
        throw new BrigandineException(
            ErrorCode.BAD_SIGNATURE,
            "the revocation list is signed by "
                + list.signer().thumbprint()
                + ", who does not stand behind the licence",
            "take the list from the vendor or server that the licence came from");
      }
      see(list, given.get());
      check(list, license);
      witnesses.add(Witness.of(list));
    }
    for (License at = license; at != null; at = at.parent().orElse(null)) {
      if (list != null && list.signer().thumbprint().equals(at.signer().thumbprint())) {
        continue;
      }
      Revocations seen = seen(at.signer());
      if (seen != null) {
        check(seen, license);
        witnesses.add(Witness.of(seen));
      }
    }
    return witnesses;
  }

  private static void check(Revocations list, License license) {
    if (list.revokes(license)) {
      throw new BrigandineException(
          ErrorCode.REVOKED,
          "the licence " + license.id() + " was revoked, by list " + list.number(),
          "ask the vendor");
    }
  }

  private void see(Revocations list, String jwt) {
    String subject = list.signer().thumbprint();
    Recall recall = recall(MemoryKind.LIST, subject);
    refuseEdited(recall);
    if (recall.present() && list.number() < recall.value()) {
      throw olderList(list.number(), recall.value());
    }
    if (!recall.present() || list.number() > recall.value()) {
      try {
        folder.locked(
            new MemoryFolder.Step() {
              @Override
              void run() throws IOException {
                // The list first: a number without its list would be refused ever after.
                folder.write(
                    name(MemoryKind.LIST, subject) + ".jwt",
                    jwt.getBytes(StandardCharsets.US_ASCII));
                put(MemoryKind.LIST, subject, list.number(), 0, false);
              }
            });
      } catch (IOException e) {
        // Not remembered; the caller has the list, and it is held against the licence now.
      }
    }
  }

  /** Null if none was seen. */
  private Revocations seen(SignerId signer) {
    String subject = signer.thumbprint();
    Recall recall = recall(MemoryKind.LIST, subject);
    refuseEdited(recall);
    if (!recall.present()) {
      return null;
    }
    byte[] bytes;
    try {
      bytes = folder.read(name(MemoryKind.LIST, subject) + ".jwt", Revocations.MAX_LENGTH);
    } catch (IOException e) {
      bytes = null;
    }
    if (bytes == null) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the revocation list " + recall.value() + " was seen on this device and is gone",
          "get the newest list from the vendor and give it");
    }
    Revocations list = Revocations.parse(new String(bytes, StandardCharsets.ISO_8859_1), null);
    if (!list.signer().thumbprint().equals(subject)) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "the remembered revocation list is another signer's");
    }
    if (list.number() < recall.value()) {
      throw olderList(list.number(), recall.value());
    }
    return list;
  }

  private static BrigandineException olderList(long number, long seen) {
    return new BrigandineException(
        ErrorCode.ROLLBACK,
        "the revocation list has number " + number + ", and " + seen + " was seen before",
        "get the newest list from the vendor");
  }

  Recall time(String licence) {
    return recall(MemoryKind.TIME, licence);
  }

  /** Keeps the higher time unless {@code lower}. */
  void rememberTime(String licence, long seconds, boolean lower) throws IOException {
    write(MemoryKind.TIME, licence, seconds, 0, lower);
  }

  /** Memory and counter as they were at one moment: nobody writes meanwhile. */
  Timekeeper.Past past(Recall time, HardwareCounter counter) throws IOException {
    Timekeeper.Past[] past = new Timekeeper.Past[1];
    folder.locked(
        new MemoryFolder.Step() {
          @Override
          void run() {
            past[0] = new Timekeeper.Past(time, recall(MemoryKind.DEVICE, ""), counter.read());
          }
        });
    return past[0];
  }

  /** Keeps the higher time unless {@code lower}; then makes every older file an old one. */
  void count(long seconds, boolean lower, HardwareCounter counter) throws IOException {
    folder.locked(
        new MemoryFolder.Step() {
          @Override
          void run() throws IOException {
            long next = counter.read() + 1;
            put(MemoryKind.DEVICE, "", seconds, next, lower);
            long counted = counter.increment();
            if (counted > next) {
              // A TPM begins a new counter above the highest that any of its counters ever had.
              put(MemoryKind.DEVICE, "", seconds, counted, false);
            }
          }
        });
  }

  Path folder() {
    return folder.path();
  }

  private Recall recall(MemoryKind kind, String subject) {
    byte[] bytes;
    try {
      bytes = folder.read(name(kind, subject) + ".jws", MemoryText.MAX_LENGTH);
    } catch (IOException | SecurityException e) {
      return Recall.UNREADABLE;
    }
    if (bytes == null) {
      return Recall.ABSENT;
    }
    if (bytes.length > MemoryText.MAX_LENGTH) {
      return Recall.EDITED;
    }
    return text.read(new String(bytes, StandardCharsets.ISO_8859_1), kind, subject);
  }

  private void tryWrite(MemoryKind kind, String subject, long value, long counter, boolean lower) {
    try {
      write(kind, subject, value, counter, lower);
    } catch (IOException e) {
      // Best effort: whoever may make the folder read-only may as well delete what is in it.
    }
  }

  private void write(MemoryKind kind, String subject, long value, long counter, boolean lower)
      throws IOException {
    folder.locked(
        new MemoryFolder.Step() {
          @Override
          void run() throws IOException {
            put(kind, subject, value, counter, lower);
          }
        });
  }

  /** Under the lock. What was edited meanwhile stays, to be refused. */
  private void put(MemoryKind kind, String subject, long value, long counter, boolean lower)
      throws IOException {
    Recall now = recall(kind, subject);
    if (now.state() == Recall.State.EDITED) {
      return;
    }
    long kept = lower ? value : Math.max(value, now.value());
    long count = Math.max(counter, now.counter());
    if (!now.present() || kept != now.value() || count != now.counter()) {
      folder.write(
          name(kind, subject) + ".jws",
          text.write(kind, subject, kept, count).getBytes(StandardCharsets.US_ASCII));
    }
  }

  static void refuseEdited(Recall recall) {
    if (recall.state() == Recall.State.EDITED) {
      throw edited();
    }
  }

  static BrigandineException edited() {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        "what this device remembers of the licence was changed, or is another device's",
        "ask the vendor for a new licence");
  }

  private static String name(MemoryKind kind, String subject) {
    StringBuilder hex = new StringBuilder(kind.word).append('-');
    byte[] hash = sha256(kind.word + " " + subject);
    for (int i = 0; i < 16; i++) {
      hex.append(Character.forDigit(hash[i] >> 4 & 15, 16))
          .append(Character.forDigit(hash[i] & 15, 16));
    }
    return hex.toString();
  }

  private static String minimumOf(License license) {
    String vendor = license.vendor().thumbprint();
    String customer = license.customer().isPresent() ? "1" + license.customer().get() : "0";
    String model = license.model();
    return Base64Url.encode(sha256(vendor + model.length() + " " + model + customer));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this Java has no SHA-256", e);
    }
  }

  /** Wipes the key; reads and writes nothing from then on. */
  @Override
  public void close() {
    text.wipe();
  }

  @Override
  public String toString() {
    return "Memory[" + folder.path() + "]";
  }
}
