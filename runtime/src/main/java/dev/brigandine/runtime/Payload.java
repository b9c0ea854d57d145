package dev.brigandine.runtime;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ContentKey;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.TensorIndex;
import java.nio.ByteBuffer;

/** Sections of a bundle, decrypted into memory outside the heap. Safe for several threads. */
final class Payload {
  private static final String INDEX = "tensors";

  private final Bundle bundle;
  private final ContentKey key;
  private final Buffers buffers;

  Payload(Bundle bundle, ContentKey key, Buffers buffers) {
    this.bundle = bundle;
    this.key = key;
    this.buffers = buffers;
  }

  /** Held against the manifest. */
  TensorIndex index() {
    if (section(INDEX).plainLength() > TensorIndex.MAX_LENGTH) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the tensor index is longer than " + TensorIndex.MAX_LENGTH + " bytes",
          "the bundle was written by a faulty program");
    }
    ByteBuffer json = checked(INDEX);
    try {
      TensorIndex index = TensorIndex.parse(json);
      index.requireFit(bundle.manifest());
      return index;
    } finally {
      giveBack(json);
    }
  }

  /** The decrypted section, from position to limit, its digest checked; to be given back. */
  ByteBuffer checked(String name) {
    SectionInfo section = section(name);
    ByteBuffer plain = buffers.take(section.plainLength());
    bundle.decrypt(section, key, plain);
    plain.flip();
    return plain;
  }

  /** The same, but the index's digest of it is still to be checked. */
  ByteBuffer unchecked(String name) {
    SectionInfo section = section(name);
    ByteBuffer plain = buffers.take(section.plainLength());
    bundle.decryptChunks(section, key, plain);
    plain.flip();
    return plain;
  }

  void giveBack(ByteBuffer plain) {
    buffers.giveBack(plain);
  }

  private SectionInfo section(String name) {
    for (SectionInfo section : bundle.manifest().sections()) {
      if (section.name().equals(name)) {
        return section;
      }
    }
    throw new BrigandineException(
        ErrorCode.TAMPERED, "the bundle has no section '" + name + "'", "get the bundle again");
  }
}
