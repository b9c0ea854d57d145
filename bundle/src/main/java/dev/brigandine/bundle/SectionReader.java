package dev.brigandine.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.security.MessageDigest;

/**
 * One encrypted section in a file, read in any of three ways; each releases authenticated chunks
 * only. Positional reads: many threads may use one file. One reader is for one thread.
 */
final class SectionReader {
  private final FileChannel file;
  private final SectionInfo section;
  private final Crypto crypto;
  private final byte[] context;

  /**
   * @param section its lengths must agree with {@link Cobblestone#plainLength}
   * @param context binds the section to where it belongs
   */
  SectionReader(FileChannel file, SectionInfo section, Crypto crypto, byte[] context) {
    this.file = file;
    this.section = section;
    this.crypto = crypto;
    this.context = context;
  }

  /**
   * Decrypts the whole section to {@code plain}, which must have room, while taking the digest of
   * the encrypted bytes if {@code withDigest}. On failure all that was written is zeroed and the
   * position as before.
   */
  void decrypt(byte[] inputKey, ByteBuffer plain, Staging staging, boolean withDigest) {
    int start = plain.position();
    boolean done = false;
    try {
      MessageDigest digest = withDigest ? crypto.sha256() : null;
      ByteBuffer header = header();
      if (withDigest) {
        digest.update(header.array());
      }
      try (Cobblestone message = message(inputKey, header)) {
        ByteBuffer sealed = staging.sealed;
        long position = section.offset() + Cobblestone.HEADER;
        long end = section.offset() + section.length();
        long number = 0;
        while (position < end) {
          int n = (int) Math.min(windowSize(sealed), end - position);
          sealed.clear().limit(n);
          readFully(sealed, position);
          sealed.flip();
          if (withDigest) {
            staging.digest(digest, sealed);
          }
          for (int at = 0; at < n; at += Cobblestone.SEALED_CHUNK) {
            sealed.limit(Math.min(n, at + Cobblestone.SEALED_CHUNK)).position(at);
            open(message, number++, sealed, plain);
          }
          position += n;
        }
      }
      if (withDigest && !MessageDigest.isEqual(digest.digest(), section.digest())) {
        throw tampered(section, "does not have the digest that the manifest tells");
      }
      done = true;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (!done) {
        zero(plain, start);
      }
    }
  }

  /** Fills {@code dst} from plaintext {@code offset}; the range must be inside the section. */
  void read(byte[] inputKey, long offset, ByteBuffer dst) {
    int start = dst.position();
    ByteBuffer plain = null;
    boolean done = false;
    try (Cobblestone message = message(inputKey, header())) {
      ByteBuffer sealed = ByteBuffer.allocateDirect(Cobblestone.SEALED_CHUNK);
      plain = ByteBuffer.allocateDirect(Cobblestone.CHUNK);
      while (dst.hasRemaining()) {
        plain.clear();
        chunk(message, offset / Cobblestone.CHUNK, sealed, plain);
        plain.flip().position((int) (offset % Cobblestone.CHUNK));
        int n = Math.min(plain.remaining(), dst.remaining());
        dst.put(plain.slice().limit(n));
        offset += n;
      }
      done = true;
    } catch (IOException e) {
      throw failed(e);
    } finally {
      if (plain != null) {
        plain.clear();
        zero(plain, 0);
      }
      if (!done) {
        zero(dst, start);
      }
    }
  }

  /** Refuses the section unless its encrypted bytes have the digest of the manifest. */
  void checkDigest(Staging staging) {
    try {
      if (!digestMatches(staging)) {
        throw tampered(section, "does not have the digest that the manifest tells");
      }
    } catch (IOException e) {
      throw failed(e);
    }
  }

  /** The salt and commitment, as they stand in the file. */
  ByteBuffer header() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Cobblestone.HEADER);
    readFully(header, section.offset());
    return header.flip();
  }

  /**
   * The section's keys, after the check of the commitment. If that fails, the digest tells whose
   * fault it is: the file's or the key's.
   */
  Cobblestone message(byte[] inputKey, ByteBuffer header) throws IOException {
    byte[] salt = new byte[Cobblestone.SALT];
    byte[] commitment = new byte[Cobblestone.COMMITMENT];
    header.duplicate().get(salt).get(commitment);
    Cobblestone message = Cobblestone.derive(crypto, inputKey, context, salt);
    if (message.commitsTo(commitment)) {
      return message;
    }
    message.close();
    if (!digestMatches(new Staging(section.length()))) {
      throw tampered(section, "was changed");
    }
    throw new BrigandineException(
        ErrorCode.NO_KEY_FITS,
        "the key does not fit section " + section.name(),
        "use a licence that was issued for this bundle");
  }

  /** Reads chunk {@code number} and decrypts it to {@code plain}; returns its length. */
  int chunk(Cobblestone message, long number, ByteBuffer sealed, ByteBuffer plain)
      throws IOException {
    long at = Cobblestone.HEADER + number * Cobblestone.SEALED_CHUNK;
    int n = (int) Math.min(Cobblestone.SEALED_CHUNK, section.length() - at);
    sealed.clear().limit(n);
    readFully(sealed, section.offset() + at);
    sealed.flip();
    open(message, number, sealed, plain);
    return n - Cobblestone.TAG;
  }

  BrigandineException failed(IOException e) {
    if (e instanceof EOFException) {
      return tampered(section, "is cut off");
    }
    return new BrigandineException(
        ErrorCode.IO,
        "reading section " + section.name() + " failed",
        "check the disk, and that the bundle was neither closed nor its reading thread interrupted",
        e);
  }

  static void zero(ByteBuffer plain, int start) {
    // A failed cipher may have left rubbish behind the position, up to one chunk.
    int end = (int) Math.min(plain.limit(), (long) plain.position() + Cobblestone.CHUNK);
    for (int i = start; i < end; i++) {
      plain.put(i, (byte) 0);
    }
    plain.position(start);
  }

  private void open(Cobblestone message, long number, ByteBuffer sealed, ByteBuffer plain) {
    if (!message.open(number, sealed, plain)) {
      throw tampered(section, "was changed in chunk " + number);
    }
  }

  private boolean digestMatches(Staging staging) throws IOException {
    MessageDigest digest = crypto.sha256();
    ByteBuffer sealed = staging.sealed;
    long position = section.offset();
    long end = position + section.length();
    while (position < end) {
      sealed.clear().limit((int) Math.min(sealed.capacity(), end - position));
      readFully(sealed, position);
      position += sealed.flip().remaining();
      staging.digest(digest, sealed);
    }
    return MessageDigest.isEqual(digest.digest(), section.digest());
  }

  private void readFully(ByteBuffer to, long position) throws IOException {
    while (to.hasRemaining()) {
      int n = file.read(to, position);
      if (n < 0) {
        throw new EOFException();
      }
      position += n;
    }
  }

  /** As many whole chunks as the buffer holds; a buffer for a short section holds it whole. */
  private static int windowSize(ByteBuffer sealed) {
    int whole = sealed.capacity() - sealed.capacity() % Cobblestone.SEALED_CHUNK;
    return whole == 0 ? sealed.capacity() : whole;
  }

  static BrigandineException tampered(SectionInfo section, String how) {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        "section " + section.name() + " " + how,
        "get a fresh copy of the bundle from its vendor");
  }
}
