package dev.brigandine.bundle;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/** What stands before the sections, checked in an order that refuses before it parses further. */
record BundleFront(
    Manifest manifest, SignerId signer, long fileSize, int manifestLength, int signatureLength) {

  /** The version of this library, against which a manifest's minimum runtime is held. */
  private static final String RUNTIME = "0.1.0";

  private static final String HINT = "get a fresh copy of the bundle from its vendor";

  static BundleFront read(FileChannel file, Crypto cryptoOrNull) throws IOException {
    long size = file.size();
    // Most fronts end within the first page: one read.
    ByteBuffer front = ByteBuffer.allocate(Layout.ALIGNMENT);
    int n = fill(file, front, 0);
    front.flip().order(ByteOrder.LITTLE_ENDIAN);
    if (n < 4 || front.getInt(0) != Layout.MAGIC) {
      throw tampered("this is no bundle: it does not start with BRIG", "is it the right file?");
    }
    if (n < Layout.PREFIX) {
      throw tampered("the bundle is cut off in its first " + Layout.PREFIX + " bytes", HINT);
    }
    int version = front.getInt(4);
    if (version != Layout.VERSION) {
      throw new BrigandineException(
          version == 0 ? ErrorCode.TAMPERED : ErrorCode.RUNTIME_TOO_OLD,
          "the bundle has format version "
              + Integer.toUnsignedString(version)
              + ", this runtime knows version 1",
          "update Brigandine, or ask for a bundle of format version 1");
    }
    int manifestLength = length(front.getInt(8), Layout.MAX_MANIFEST, "manifest");
    int signatureLength = length(front.getInt(12), Layout.MAX_SIGNATURE, "signature");
    int used = Layout.PREFIX + manifestLength + signatureLength;
    long dataStart = Layout.align(used);
    if (dataStart > size) {
      throw tampered("the bundle is cut off before its first section", HINT);
    }
    byte[] bytes = front.array();
    if (dataStart > bytes.length) {
      bytes = Arrays.copyOf(bytes, (int) dataStart);
      ByteBuffer rest = ByteBuffer.wrap(bytes, n, bytes.length - n);
      if (fill(file, rest, n) < bytes.length - n) {
        throw tampered("the bundle is cut off before its first section", HINT);
      }
    }
    zero(bytes, used, (int) dataStart);
    byte[] json = Arrays.copyOfRange(bytes, Layout.PREFIX, Layout.PREFIX + manifestLength);
    byte[] jws = Arrays.copyOfRange(bytes, Layout.PREFIX + manifestLength, used);
    Crypto crypto = cryptoOrNull != null ? cryptoOrNull : Crypto.best();
    P256 signer = DetachedJws.verify(crypto, jws, json);
    Manifest manifest = ManifestCodec.parse(json, dataStart);
    runtime(manifest);
    sections(file, manifest, size);
    return new BundleFront(manifest, signer.keyId(), size, manifestLength, signatureLength);
  }

  private static int length(int value, int max, String what) {
    if (value < 1 || value > max) {
      throw tampered(
          "the "
              + what
              + " has "
              + Integer.toUnsignedString(value)
              + " bytes, allowed: 1 to "
              + max,
          HINT);
    }
    return value;
  }

  private static void runtime(Manifest manifest) {
    int[] wanted = Names.version(manifest.minimumRuntime());
    boolean known = manifest.armored() || manifest.armor().equals("none");
    if (Arrays.compare(wanted, Names.version(RUNTIME)) > 0 || !known) {
      throw new BrigandineException(
          ErrorCode.RUNTIME_TOO_OLD,
          "the bundle needs runtime "
              + manifest.minimumRuntime()
              + " with armor "
              + manifest.armor()
              + ", this is "
              + RUNTIME,
          "update Brigandine");
    }
  }

  /** The file ends with the last section, and what lies between sections is zero. */
  private static void sections(FileChannel file, Manifest manifest, long size) throws IOException {
    SectionInfo last = manifest.sections().get(manifest.sections().size() - 1);
    long end = last.offset() + last.length();
    if (size != end) {
      throw tampered(
          "the file has " + size + " bytes, its manifest tells of " + end,
          size < end ? "the copy is incomplete; copy it again" : HINT);
    }
    ByteBuffer gap = ByteBuffer.allocate(Layout.ALIGNMENT);
    for (int i = 1; i < manifest.sections().size(); i++) {
      SectionInfo before = manifest.sections().get(i - 1);
      long from = before.offset() + before.length();
      int length = (int) (manifest.sections().get(i).offset() - from);
      gap.clear().limit(length);
      if (fill(file, gap, from) < length) {
        throw new EOFException();
      }
      zero(gap.array(), 0, length);
    }
  }

  private static void zero(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != 0) {
        throw tampered("the padding of the bundle is not zero", HINT);
      }
    }
  }

  /** Reads until the buffer is full or the file ends; returns how many bytes. */
  private static int fill(FileChannel file, ByteBuffer to, long position) throws IOException {
    int before = to.position();
    while (to.hasRemaining()) {
      int n = file.read(to, position + to.position() - before);
      if (n < 0) {
        break;
      }
    }
    return to.position() - before;
  }

  private static BrigandineException tampered(String message, String hint) {
    return new BrigandineException(ErrorCode.TAMPERED, message, hint);
  }
}
