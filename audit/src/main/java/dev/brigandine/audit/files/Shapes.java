package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.brigandine.audit.files.Signature.Means;
import java.util.Optional;

/**
 * Tells whether what follows a signature has the shape that its format prescribes; four bytes alone
 * turn up in noise. Looks at the first kilobyte.
 *
 * <p>Sources: FlatBuffers internals, schemas of TFLite, ONNX Runtime and ExecuTorch, GGUF and
 * safetensors specifications, HDF5 superblock.
 */
final class Shapes {
  private final byte[] data;
  private final int start;
  private final int end;
  private final byte veil;

  /**
   * Of a thing that begins at {@code start}.
   *
   * @param veil what each byte is XORed with
   */
  Shapes(byte[] data, int start, int end, byte veil) {
    this.data = data;
    this.start = start;
    this.end = end;
    this.veil = veil;
  }

  /** What it is, if it is what the signature says. */
  Optional<Sighting> check(Means means, long offset) {
    Optional<String> tells =
        switch (means) {
          case TFLITE -> when(flatBuffer() && field(0) == 3, "");
          case ORT -> ort();
          case EXECUTORCH -> when(flatBuffer() && vtable(start + (int) u32(0)) >= 8, "");
          case GGUF -> gguf();
          case SAFETENSORS -> safetensors();
          case HDF5 -> veil == 0 ? hdf5() : Optional.empty();
          default -> Optional.empty();
        };
    Format format =
        switch (means) {
          case TFLITE -> Format.TFLITE;
          case ORT -> Format.ORT;
          case EXECUTORCH -> Format.EXECUTORCH;
          case GGUF -> Format.GGUF;
          case SAFETENSORS -> Format.SAFETENSORS;
          default -> Format.KERAS;
        };
    return tells.map(
        words -> Sighting.veiled(format, offset, -1, veil == 0 ? "" : xor(veil), words));
  }

  static String xor(byte... key) {
    return key.length == 1
        ? "every byte XORed with the same one"
        : "XORed with a key of " + key.length + " bytes, over and over";
  }

  private static Optional<String> when(boolean is, String words) {
    return is ? Optional.of(words) : Optional.empty();
  }

  private int u8(int at) {
    int i = start + at;
    return i >= start && i < end ? (data[i] ^ veil) & 255 : -1;
  }

  private int u16(int at) {
    return u8(at) | u8(at + 1) << 8;
  }

  private long u32(int at) {
    return u16(at) | (long) u16(at + 2) << 16;
  }

  private long u64(int at) {
    return u32(at) | u32(at + 4) << 32;
  }

  private boolean has(int at, int bytes) {
    return at >= 0 && start + at + (long) bytes <= end;
  }

  /** Whether the root table has a proper vtable, both within sight. */
  private boolean flatBuffer() {
    long root = has(0, 12) ? u32(0) : -1;
    return root >= 8
        && root % 4 == 0
        && root < 4096
        && has((int) root, 8)
        && vtable((int) root) > 0;
  }

  /** Size of the table's vtable in bytes, or -1 if it is none. */
  private int vtable(int tableAt) {
    int table = tableAt;
    if (!has(table, 4)) {
      return -1;
    }
    long vtable = table - (int) u32(table);
    if (vtable < 8 || vtable > 8192 || !has((int) vtable, 4)) {
      return -1;
    }
    int size = u16((int) vtable);
    int tableSize = u16((int) vtable + 2);
    if (size < 6 || size > 128 || size % 2 != 0 || !has((int) vtable, size)) {
      return -1;
    }
    for (int i = 4; i < size; i += 2) {
      int offset = u16((int) vtable + i);
      if (offset != 0 && (offset < 4 || offset >= tableSize)) {
        return -1;
      }
    }
    return size;
  }

  /** Where a field of the root table stands, or -1. */
  private int fieldAt(int number) {
    int root = (int) u32(0);
    int vtable = root - (int) u32(root);
    if (4 + 2 * number >= vtable(root)) {
      return -1;
    }
    int offset = u16(vtable + 4 + 2 * number);
    return offset == 0 || !has(root + offset, 4) ? -1 : root + offset;
  }

  private long field(int number) {
    int at = fieldAt(number);
    return at < 0 ? -1 : u32(at);
  }

  private Optional<String> ort() {
    if (!flatBuffer()) {
      return Optional.empty();
    }
    int at = fieldAt(0);
    if (at < 0) {
      return Optional.empty();
    }
    // The version is a string; it may lie beyond what is in sight, as in large files.
    long text = at + u32(at);
    if (text > 1 << 30) {
      return Optional.empty();
    }
    if (text + 12 > end - start) {
      return Optional.of("");
    }
    long length = u32((int) text);
    return length >= 1 && length <= 16 && has((int) text + 4, (int) length)
        ? when(
            text((int) text + 4, (int) length).matches("[0-9]{1,4}(\\.[0-9a-z]+)*"),
            "format version " + text((int) text + 4, (int) length))
        : Optional.empty();
  }

  private Optional<String> gguf() {
    if (!has(0, 24)) {
      return Optional.empty();
    }
    long version = u32(4);
    boolean old = version == 1;
    long tensors = old ? u32(8) : u64(8);
    long entries = old ? u32(12) : u64(16);
    return when(
        version >= 1
            && version <= 4
            && tensors >= 0
            && tensors < 1 << 20
            && entries >= 0
            && entries < 1 << 20
            && tensors + entries > 0,
        tensors + " tensors and " + entries + " metadata entries, with names");
  }

  private Optional<String> safetensors() {
    if (!has(0, 10)) {
      return Optional.empty();
    }
    long header = u64(0);
    if (header < 16 || header > 100_000_000) {
      return Optional.empty();
    }
    String json = text(8, (int) Math.min(Math.min(header, 1016), end - start - 8L));
    return when(
        json.startsWith("{\"")
            && (json.contains("\"dtype\":") && json.contains("\"data_offsets\":")
                || json.startsWith("{\"__metadata__\":")),
        "with names and shapes");
  }

  private Optional<String> hdf5() {
    int version = u8(8);
    if (version < 0 || version > 3) {
      return Optional.empty();
    }
    String seen = text(0, Math.min(end - start, 1 << 16));
    return when(
        seen.contains("keras_version")
            || seen.contains("model_weights")
            || seen.contains("layer_names"),
        "with names of layers");
  }

  private String text(int at, int length) {
    byte[] bytes = new byte[Math.max(0, length)];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) u8(at + i);
    }
    return new String(bytes, ISO_8859_1);
  }
}
