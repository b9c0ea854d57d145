package dev.brigandine.audit.license;

import dev.brigandine.bundle.SectionSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.Random;

/** Something of a thief's own to encrypt, as long as he wants it. */
record NoiseSection(String name, long length, long seed) implements SectionSource {
  private static final int BLOCK = 1 << 16;

  @Override
  public void writeTo(WritableByteChannel plaintext) throws IOException {
    byte[] noise = new byte[BLOCK];
    new Random(seed).nextBytes(noise);
    ByteBuffer block = ByteBuffer.wrap(noise);
    for (long left = length; left > 0; left -= block.limit()) {
      block.clear().limit((int) Math.min(BLOCK, left));
      plaintext.write(block);
    }
  }
}
