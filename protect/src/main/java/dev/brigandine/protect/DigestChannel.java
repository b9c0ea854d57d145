package dev.brigandine.protect;

import dev.brigandine.bundle.Crypto;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.security.MessageDigest;

/** Passes bytes on and takes their SHA-256. */
final class DigestChannel implements WritableByteChannel {
  private final WritableByteChannel target;
  private final MessageDigest sha256 = Crypto.best().sha256();

  DigestChannel(WritableByteChannel target) {
    this.target = target;
  }

  @Override
  public int write(ByteBuffer bytes) throws IOException {
    ByteBuffer written = bytes.duplicate();
    int n = target.write(bytes);
    written.limit(written.position() + n);
    sha256.update(written);
    return n;
  }

  byte[] digest() {
    return sha256.digest();
  }

  @Override
  public boolean isOpen() {
    return target.isOpen();
  }

  @Override
  public void close() throws IOException {
    target.close();
  }
}
