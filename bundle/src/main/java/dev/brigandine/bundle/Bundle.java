package dev.brigandine.bundle;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * An open {@code .brig} file (format version 1, {@code docs/format.md}).
 *
 * <p>What opening guarantees: the file has exactly the form that the format specifies, and the
 * manifest is signed by the key whose fingerprint {@link #signer()} tells. What it does not: that
 * this signer is one you trust (compare {@link #signer()}), that this is the newest version of the
 * model, and, until they are decrypted or {@link #checkDigests()} ran, that the sections are
 * unchanged.
 *
 * <p>Thread-safe; sections may be decrypted in parallel. Interrupting a thread that reads closes
 * the file, as is the way of {@link FileChannel}.
 */
public final class Bundle implements Closeable {
  private final FileChannel file;
  private final Crypto crypto;
  private final BundleFront front;
  private final ArrayDeque<Staging> spare = new ArrayDeque<>();

  private Bundle(FileChannel file, Crypto crypto, BundleFront front) {
    this.file = file;
    this.crypto = crypto;
    this.front = front;
  }

  /**
   * Opens a bundle: checks lengths, padding, the signature, then the manifest. Reads the file's
   * front and the gaps between sections only.
   *
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE} if there is no such file, {@link
   *     ErrorCode#TAMPERED} if it is no bundle, damaged or cut off, {@link ErrorCode#BAD_SIGNATURE}
   *     if the signature does not verify, {@link ErrorCode#RUNTIME_TOO_OLD} if it was made for a
   *     newer Brigandine
   */
  public static Bundle open(Path path) {
    return open(path, null);
  }

  static Bundle open(Path path, Crypto cryptoOrNull) {
    FileChannel file;
    try {
      file = FileChannel.open(path, StandardOpenOption.READ);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "cannot read the bundle " + path,
          "check the path and its permissions",
          e);
    }
    boolean done = false;
    try {
      BundleFront front = BundleFront.read(file, cryptoOrNull);
      Bundle bundle = new Bundle(file, cryptoOrNull != null ? cryptoOrNull : Crypto.best(), front);
      done = true;
      return bundle;
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE, "cannot read the bundle " + path, "is it a file?", e);
    } finally {
      if (!done) {
        closeQuietly(file);
      }
    }
  }

  /** The signed manifest. */
  public Manifest manifest() {
    return front.manifest();
  }

  /** Whose signature the manifest bears. */
  public SignerId signer() {
    return front.signer();
  }

  /** Length of the file in bytes. */
  public long fileSize() {
    return front.fileSize();
  }

  /** Length of the manifest's JSON in bytes. */
  public int manifestLength() {
    return front.manifestLength();
  }

  /** Length of the signature in bytes. */
  public int signatureLength() {
    return front.signatureLength();
  }

  /**
   * Decrypts a whole section to {@code dst}, from its position on, which moves by {@link
   * SectionInfo#plainLength()}. Checks each chunk's tag and the SHA-256 digest of the encrypted
   * bytes against the manifest. On failure everything written to {@code dst} is zeroed, its
   * position is as before, and an exception is thrown.
   *
   * @param section one of {@link Manifest#sections()}
   * @param dst direct, so that no plaintext is in the Java heap, with room for the section
   * @throws BrigandineException {@link ErrorCode#TAMPERED} if the section was changed, {@link
   *     ErrorCode#NO_KEY_FITS} if the section is intact but the key is another's, {@link
   *     ErrorCode#USAGE} if {@code dst} is too small or not direct, {@link ErrorCode#IO} if reading
   *     fails
   */
  public void decrypt(SectionInfo section, ContentKey key, ByteBuffer dst) {
    decrypt(section, key, dst, true);
  }

  /**
   * As {@link #decrypt}, but leaves the section's digest alone: every chunk is authenticated under
   * the content key, and whoever holds that key could have sealed other chunks. The caller must not
   * let an answer out before {@link PlainDigest#check} has held the tensor index's digest against
   * the result.
   *
   * @throws BrigandineException as {@link #decrypt}
   */
  public void decryptChunks(SectionInfo section, ContentKey key, ByteBuffer dst) {
    decrypt(section, key, dst, false);
  }

  private void decrypt(SectionInfo section, ContentKey key, ByteBuffer dst, boolean digest) {
    SectionReader reader = reader(section);
    if (!dst.isDirect()) {
      throw new BrigandineException(
          ErrorCode.USAGE, "a section is decrypted to a direct buffer only", "allocateDirect");
    }
    if (dst.remaining() < section.plainLength()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "section "
              + section.name()
              + " has "
              + section.plainLength()
              + " bytes, the buffer has room for "
              + dst.remaining());
    }
    ByteBuffer exact = dst.duplicate();
    exact.limit(dst.position() + (int) section.plainLength());
    byte[] inputKey = key.copy();
    Staging staging = take(section.length());
    try {
      reader.decrypt(inputKey, exact, staging, digest);
    } finally {
      Arrays.fill(inputKey, (byte) 0);
      give(staging);
    }
    dst.position(exact.position());
  }

  /**
   * The section's plaintext as a stream. It releases authenticated chunks only, but releases them
   * before it has seen the rest: whoever reads must not act on a part before the end was reached
   * (-1). The manifest's digest is not checked this way; a holder of the content key could have
   * changed the section.
   *
   * @throws BrigandineException as {@link #decrypt}; the channel's {@code read} throws it, too
   */
  public ReadableByteChannel stream(SectionInfo section, ContentKey key) {
    SectionReader reader = reader(section);
    byte[] inputKey = key.copy();
    try {
      Cobblestone message = reader.message(inputKey, reader.header());
      return new SectionChannel(reader, message, Cobblestone.chunksOfPlain(section.plainLength()));
    } catch (IOException e) {
      throw reader.failed(e);
    } finally {
      Arrays.fill(inputKey, (byte) 0);
    }
  }

  /**
   * Fills {@code dst} from the section's plaintext at {@code offset}. Decrypts and authenticates
   * the chunks that it touches, no others; the digest is not checked, as with {@link #stream}. On
   * failure everything written to {@code dst} is zeroed and its position is as before.
   *
   * @throws BrigandineException as {@link #decrypt}; {@link ErrorCode#USAGE} if the range is not
   *     inside the section
   */
  public void read(SectionInfo section, ContentKey key, long offset, ByteBuffer dst) {
    SectionReader reader = reader(section);
    if (offset < 0 || offset > section.plainLength() - dst.remaining()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "range "
              + offset
              + " + "
              + dst.remaining()
              + " is not inside section "
              + section.name()
              + " of "
              + section.plainLength()
              + " bytes");
    }
    byte[] inputKey = key.copy();
    try {
      reader.read(inputKey, offset, dst);
    } finally {
      Arrays.fill(inputKey, (byte) 0);
    }
  }

  /**
   * Checks every section's digest, for which no key is needed. With what {@link #open} checked,
   * every byte of the file is then known to be as it was signed.
   *
   * @throws BrigandineException {@link ErrorCode#TAMPERED} if a section was changed, {@link
   *     ErrorCode#IO} if reading fails
   */
  public void checkDigests() {
    for (SectionInfo section : manifest().sections()) {
      Staging staging = take(section.length());
      try {
        reader(section).checkDigest(staging);
      } finally {
        give(staging);
      }
    }
  }

  /** Closes the file. Keys are the caller's to close. */
  @Override
  public void close() {
    closeQuietly(file);
    synchronized (spare) {
      spare.clear();
    }
  }

  private SectionReader reader(SectionInfo section) {
    if (!manifest().sections().contains(section)) {
      throw new BrigandineException(
          ErrorCode.USAGE, "section " + section.name() + " is not of this bundle");
    }
    byte[] context = SectionContext.of(manifest().bundleId(), section.name());
    return new SectionReader(file, section, crypto, context);
  }

  private Staging take(long sectionLength) {
    synchronized (spare) {
      Staging staging = spare.peek();
      if (staging != null && staging.fits(sectionLength)) {
        return spare.pop();
      }
    }
    return new Staging(sectionLength);
  }

  private void give(Staging staging) {
    synchronized (spare) {
      if (spare.size() < 8) {
        spare.push(staging);
      }
    }
  }

  private static void closeQuietly(FileChannel file) {
    try {
      file.close();
    } catch (IOException e) {
      // Opened for reading only: nothing can be lost.
      return;
    }
  }
}
