package dev.brigandine.protect;

import dev.brigandine.bundle.SectionSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** A section that is at hand as bytes. */
final class BytesSection implements SectionSource {
  private final String name;
  private final byte[] bytes;

  private BytesSection(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  static BytesSection of(String name, byte[] bytes) {
    return new BytesSection(name, bytes);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long length() {
    return bytes.length;
  }

  @Override
  public void writeTo(WritableByteChannel plaintext) throws IOException {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    while (buffer.hasRemaining()) {
      plaintext.write(buffer);
    }
  }
}
