package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.function.Consumer;

/** Vectors with a fault in the first 16 bytes, in the padding, or in the length of the file. */
final class KitPrefix {
  private KitPrefix() {}

  static void fill(Kit.Box box) {
    box.from(101);
    cut(box, "empty-file", 0);
    cut(box, "three-bytes", 3);
    cut(box, "magic-only", 4);
    cut(box, "fifteen-bytes", 15);
    cut(box, "prefix-only", 16);
    cut(box, "cut-in-manifest", 300);
    cut(box, "cut-in-padding", 4000);
    cut(box, "cut-before-section", 4096);
    cut(box, "cut-in-section-header", 4100);
    cut(box, "cut-last-byte", -1);
    prefix(box, "magic-lower-case", p -> p.put(0, (byte) 'b'));
    prefix(box, "magic-reversed", p -> p.putInt(0, Integer.reverseBytes(p.getInt(0))));
    prefix(box, "version-0", p -> p.putInt(4, 0));
    box.refused("version-2", "runtime-too-old", f -> f.prefix = p -> p.putInt(4, 2));
    box.refused("version-max", "runtime-too-old", f -> f.prefix = p -> p.putInt(4, -1));
    prefix(box, "manifest-length-0", p -> p.putInt(8, 0));
    prefix(box, "manifest-length-over-limit", p -> p.putInt(8, (4 << 20) + 1));
    prefix(box, "manifest-length-at-limit", p -> p.putInt(8, 4 << 20));
    prefix(box, "manifest-length-negative", p -> p.putInt(8, Integer.MIN_VALUE));
    prefix(box, "manifest-length-max", p -> p.putInt(8, -1));
    prefix(box, "signature-length-0", p -> p.putInt(12, 0));
    prefix(box, "signature-length-over-limit", p -> p.putInt(12, 8193));
    prefix(box, "signature-length-negative", p -> p.putInt(12, -8));
    prefix(
        box,
        "lengths-big-endian",
        p -> {
          int length = p.getInt(8);
          p.order(ByteOrder.BIG_ENDIAN).putInt(8, length);
        });
    // The bytes are the same, their division is not: the signature sees it first.
    box.refused("manifest-one-shorter", "bad-signature", f -> f.prefix = p -> shift(p, -1));
    box.refused("manifest-one-longer", "bad-signature", f -> f.prefix = p -> shift(p, 1));
    file(
        box, "byte-order-mark", b -> concat(new byte[] {(byte) 0xef, (byte) 0xbb, (byte) 0xbf}, b));
    file(box, "leading-byte", b -> concat(new byte[1], b));
    file(box, "trailing-byte", b -> concat(b, new byte[1]));
    file(box, "trailing-page", b -> concat(b, new byte[4096]));
    file(box, "twice-over", b -> concat(b, b));
    file(box, "padding-of-front-last-byte", b -> set(b, 4095));
    file(box, "padding-of-front-first-byte", b -> set(b, 16 + length(b, 8) + length(b, 12)));
    box.refused(
        "padding-between-sections",
        "tampered",
        f -> f.part("weights.0", 10).file = b -> set(b, 4096 + 60 + 72));
    box.refused(
        "padding-between-sections-last-byte",
        "tampered",
        f -> f.part("weights.0", 10).file = b -> set(b, 8191));
    file(box, "no-padding", b -> remove(b, 16 + length(b, 8) + length(b, 12), 4096));
    file(box, "a-page-too-much", b -> insert(b, 4096, 4096));
    box.refused(
        "section-dropped",
        "tampered",
        f -> f.part("weights.0", 10).file = b -> Arrays.copyOf(b, 4096 + 60 + 72));
    box.refused(
        "section-doubled",
        "tampered",
        f ->
            f.part("weights.0", 10).file =
                b -> concat(Arrays.copyOf(b, 8192), Arrays.copyOfRange(b, 4096, b.length)));
  }

  private static void cut(Kit.Box box, String name, int length) {
    file(box, name, b -> Arrays.copyOf(b, length < 0 ? b.length + length : length));
  }

  private static void prefix(Kit.Box box, String name, Consumer<ByteBuffer> fault) {
    box.refused(name, "tampered", f -> f.prefix = fault);
  }

  private static void file(Kit.Box box, String name, java.util.function.UnaryOperator<byte[]> how) {
    box.refused(name, "tampered", f -> f.file = how::apply);
  }

  private static void shift(ByteBuffer prefix, int by) {
    prefix.putInt(8, prefix.getInt(8) + by).putInt(12, prefix.getInt(12) - by);
  }

  static byte[] set(byte[] bytes, int at) {
    bytes[at] ^= 1;
    return bytes;
  }

  private static int length(byte[] file, int at) {
    return ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getInt(at);
  }

  static byte[] concat(byte[] a, byte[] b) {
    byte[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    return both;
  }

  private static byte[] remove(byte[] b, int from, int to) {
    return concat(Arrays.copyOf(b, from), Arrays.copyOfRange(b, to, b.length));
  }

  private static byte[] insert(byte[] b, int at, int count) {
    return concat(
        concat(Arrays.copyOf(b, at), new byte[count]), Arrays.copyOfRange(b, at, b.length));
  }
}
