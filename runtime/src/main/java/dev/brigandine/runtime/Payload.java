package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.TensorIndex;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Sections of a bundle, decrypted into memory outside the heap. */
final class Payload {
  private static final String INDEX = "tensors";
  private static final ByteBuffer ZEROS = ByteBuffer.allocateDirect(1 << 16);

  private Payload() {}

  static TensorIndex index(Bundle bundle, ContentKey key) {
    ByteBuffer json = decrypt(bundle, key, INDEX);
    try {
      return TensorIndex.parse(json);
    } finally {
      wipe(json);
    }
  }

  static ByteBuffer decrypt(Bundle bundle, ContentKey key, String name) {
    SectionInfo section = section(bundle, name);
    ByteBuffer plain = allocate(section);
    bundle.decrypt(section, key, plain);
    plain.clear();
    return plain;
  }

  static SectionInfo section(Bundle bundle, String name) {
    for (SectionInfo section : bundle.manifest().sections()) {
      if (section.name().equals(name)) {
        return section;
      }
    }
    throw new BrigandineException(
        ErrorCode.TAMPERED, "the bundle has no section '" + name + "'", "get the bundle again");
  }

  static ByteBuffer allocate(SectionInfo section) {
    if (section.plainLength() > Integer.MAX_VALUE - 64) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "section '" + section.name() + "' is larger than 2 GiB");
    }
    try {
      return ByteBuffer.allocateDirect((int) section.plainLength()).order(ByteOrder.nativeOrder());
    } catch (OutOfMemoryError e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "there is no room for "
              + (section.plainLength() >> 20)
              + " MiB of weights outside the Java heap",
          "raise -XX:MaxDirectMemorySize (by default as large as the heap, -Xmx)");
    }
  }

  /** Overwrites the whole buffer with zeros. */
  static void wipe(ByteBuffer buffer) {
    buffer.clear();
    ByteBuffer zeros = ZEROS.duplicate();
    while (buffer.hasRemaining()) {
      zeros.clear();
      zeros.limit(Math.min(zeros.capacity(), buffer.remaining()));
      buffer.put(zeros);
    }
    buffer.clear();
  }
}
