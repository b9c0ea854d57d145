package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.TensorIndex;
import java.nio.ByteBuffer;

/** Sections of a bundle, decrypted into memory outside the heap. */
final class Payload {
  private static final String INDEX = "tensors";

  private Payload() {}

  static TensorIndex index(Bundle bundle, ContentKey key, Buffers buffers) {
    ByteBuffer json = decrypt(bundle, key, INDEX, buffers);
    try {
      return TensorIndex.parse(json);
    } finally {
      buffers.giveBack(json);
    }
  }

  /** The decrypted section, from position to limit; the caller gives it back. */
  static ByteBuffer decrypt(Bundle bundle, ContentKey key, String name, Buffers buffers) {
    SectionInfo section = section(bundle, name);
    ByteBuffer plain = buffers.take(section.plainLength());
    bundle.decrypt(section, key, plain);
    plain.flip();
    return plain;
  }

  private static SectionInfo section(Bundle bundle, String name) {
    for (SectionInfo section : bundle.manifest().sections()) {
      if (section.name().equals(name)) {
        return section;
      }
    }
    throw new BrigandineException(
        ErrorCode.TAMPERED, "the bundle has no section '" + name + "'", "get the bundle again");
  }
}
