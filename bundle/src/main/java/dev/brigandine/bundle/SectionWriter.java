package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;
import java.util.function.LongConsumer;

/** Encrypts one section as it is written, and takes the digest of what it wrote. */
final class SectionWriter implements WritableByteChannel {
  private final FileChannel file;
  private final Cobblestone message;
  private final MessageDigest digest;
  private final ByteBuffer plain = ByteBuffer.allocateDirect(Cobblestone.CHUNK);
  private final Staging staging;
  private final long length;
  private final LongConsumer progress;
  private final long before;
  private long position;
  private long next;
  private long taken;
  private boolean open = true;

  /**
   * @param position where the section starts in the file
   * @param length of the plaintext, for progress and as a bound
   * @param before plaintext bytes done before this section
   */
  SectionWriter(
      FileChannel file,
      long position,
      Crypto crypto,
      byte[] salt,
      Cobblestone message,
      long length,
      LongConsumer progress,
      long before) {
    this.file = file;
    this.position = position;
    this.message = message;
    this.digest = crypto.sha256();
    this.length = length;
    this.progress = progress;
    this.before = before;
    // Room for the header and for the chunk that does not fit any more.
    staging = new Staging(Cobblestone.sealedLength(length) + 2L * Cobblestone.SEALED_CHUNK);
    staging.sealed.put(salt).put(message.commitment());
  }

  @Override
  public int write(ByteBuffer src) throws IOException {
    if (!open) {
      throw new ClosedChannelException();
    }
    int n = src.remaining();
    if (n > length - taken) {
      throw new BrigandineException(
          ErrorCode.INTERNAL,
          "a section of " + length + " bytes was given at least " + (taken + n) + " bytes");
    }
    while (src.hasRemaining()) {
      if (plain.position() == 0 && src.isDirect() && src.remaining() >= Cobblestone.CHUNK) {
        ByteBuffer chunk = src.duplicate().limit(src.position() + Cobblestone.CHUNK);
        seal(chunk);
        src.position(src.position() + Cobblestone.CHUNK);
        continue;
      }
      int part = Math.min(plain.remaining(), src.remaining());
      ByteBuffer piece = src.duplicate().limit(src.position() + part);
      plain.put(piece);
      src.position(src.position() + part);
      if (!plain.hasRemaining()) {
        sealPlain();
      }
    }
    taken += n;
    return n;
  }

  /** Writes the last, short chunk and what is left, and returns the digest. */
  byte[] finish() throws IOException {
    if (taken != length) {
      throw new BrigandineException(
          ErrorCode.INTERNAL,
          "a section of " + length + " bytes was given only " + taken + " bytes");
    }
    sealPlain();
    flush();
    progress.accept(before + length);
    return digest.digest();
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    plain.clear();
    while (plain.hasRemaining()) {
      plain.put((byte) 0);
    }
  }

  private void sealPlain() throws IOException {
    plain.flip();
    seal(plain);
    plain.clear();
  }

  private void seal(ByteBuffer chunk) throws IOException {
    if (staging.sealed.remaining() < Cobblestone.SEALED_CHUNK) {
      flush();
      progress.accept(before + next * Cobblestone.CHUNK);
    }
    message.seal(next++, chunk, staging.sealed);
  }

  private void flush() throws IOException {
    ByteBuffer sealed = staging.sealed.flip();
    staging.digest(digest, sealed);
    while (sealed.hasRemaining()) {
      position += file.write(sealed, position);
    }
    sealed.clear();
  }
}
