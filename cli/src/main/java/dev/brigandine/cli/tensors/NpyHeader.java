package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;
import static dev.brigandine.cli.tensors.BadTensors.shown;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The header of an {@code .npy} file, versions 1.0 to 3.0 (numpy enhancement proposal 1, and
 * numpy.lib.format): magic, version, length, and a Python dictionary with exactly the keys {@code
 * descr}, {@code fortran_order} and {@code shape}.
 *
 * @param type of the elements
 * @param bigEndian whether their bytes come most significant first
 * @param characters of each string in the file, 0 for other types
 * @param fortranOrder first axis fastest
 * @param shape sizes
 * @param length of the header itself in bytes
 */
record NpyHeader(
    ElementType type,
    boolean bigEndian,
    int characters,
    boolean fortranOrder,
    long[] shape,
    int length) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int MAX_HEADER = 1 << 16;
  private static final int MAX_CHARACTERS = 1 << 20;

  /** Bytes of one element in the file. */
  int elementBytes() {
    return type == ElementType.STRING ? characters * 4 : type.bytes();
  }

  /** Bytes of all elements in the file. */
  long dataBytes() {
    return Shapes.elements(shape) * elementBytes();
  }

  /**
   * Reads a header and leaves {@code in} at the first element.
   *
   * @param what names the array in messages
   */
  static NpyHeader read(InputStream in, String what) throws IOException {
    byte[] start = in.readNBytes(8);
    if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
      throw bad(what + " is no npy array", "write it with numpy.savez");
    }
    int major = start[6];
    if (major < 1 || major > 3 || start[7] != 0) {
      throw bad(what + " has npy version " + major + "." + start[7] + ", not 1.0, 2.0 or 3.0");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    byte[] size = in.readNBytes(lengthBytes);
    long length = 0;
    for (int i = size.length - 1; i >= 0; i--) {
      length = length << 8 | size[i] & 0xff;
    }
    if (size.length < lengthBytes || length < 1 || length > MAX_HEADER) {
      throw bad(what + " has an npy header of " + length + " bytes, not 1 to " + MAX_HEADER);
    }
    byte[] text = in.readNBytes((int) length);
    if (text.length < length || text[text.length - 1] != '\n') {
      throw bad(what + " has an npy header that is cut short");
    }
    var charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    return new Parser(new String(text, charset), what).parse(8 + lengthBytes + (int) length);
  }

  /**
   * The header numpy itself would write for a C-order little-endian array (version 1.0, padded so
   * that the data starts at a multiple of 64).
   *
   * @param characters of each string; ignored for other types
   */
  static byte[] write(ElementType type, int characters, long[] shape) {
    String sizes = LongStream.of(shape).mapToObj(Long::toString).collect(Collectors.joining(", "));
    String tuple = shape.length == 1 ? "(" + sizes + ",)" : "(" + sizes + ")";
    String dictionary =
        "{'descr': '"
            + descr(type, characters)
            + "', 'fortran_order': False, 'shape': "
            + tuple
            + ", }";
    int unpadded = 10 + dictionary.length() + 1;
    int padding = (64 - unpadded % 64) % 64;
    byte[] header = new byte[unpadded + padding];
    Arrays.fill(header, (byte) ' ');
    System.arraycopy(MAGIC, 0, header, 0, 6);
    header[6] = 1;
    header[7] = 0;
    int length = header.length - 10;
    header[8] = (byte) length;
    header[9] = (byte) (length >> 8);
    byte[] text = dictionary.getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(text, 0, header, 10, text.length);
    header[header.length - 1] = '\n';
    return header;
  }

  private static String descr(ElementType type, int characters) {
    return switch (type) {
      case BOOL -> "|b1";
      case INT8 -> "|i1";
      case UINT8 -> "|u1";
      case STRING -> "<U" + characters;
      // numpy has no bfloat16: two raw bytes, as ml_dtypes saves them.
      case BFLOAT16 -> "|V2";
      default ->
          switch (type.kind()) {
            case FLOAT -> "<f" + type.bytes();
            case SIGNED -> "<i" + type.bytes();
            default -> "<u" + type.bytes();
          };
    };
  }

  /** Reads the one dictionary, nothing else of Python. */
  private static final class Parser {
    private final String text;
    private final String what;
    private int at;
    private String descr;
    private Boolean fortranOrder;
    private long[] shape;

    Parser(String text, String what) {
      this.text = text;
      this.what = what;
    }

    NpyHeader parse(int length) {
      expect('{');
      while (!accept('}')) {
        String key = string();
        expect(':');
        switch (key) {
          case "descr" -> descr = once(descr, key, descrValue());
          case "fortran_order" -> fortranOrder = once(fortranOrder, key, bool());
          case "shape" -> shape = once(shape, key, tuple());
          default -> throw bad(what + " has an unknown key in its npy header: " + shown(key));
        }
        if (!accept(',')) {
          expect('}');
          break;
        }
      }
      space();
      if (at != text.length() || descr == null || fortranOrder == null || shape == null) {
        throw malformed();
      }
      return header(length);
    }

    private NpyHeader header(int length) {
      boolean string = descr.matches("[<>]U[0-9]{1,7}");
      int characters = string ? Integer.parseInt(descr.substring(2)) : 0;
      ElementType type = string ? ElementType.STRING : type();
      if (characters > MAX_CHARACTERS) {
        throw bad(what + " has strings of " + characters + " characters, not up to a million");
      }
      try {
        // Strings of no characters take no bytes, so bytes alone would not bound their number.
        Math.multiplyExact(Shapes.elements(shape), Math.max(1L, characters * 4L));
      } catch (IllegalArgumentException | ArithmeticException e) {
        throw bad(what + " has too many elements: shape " + Arrays.toString(shape));
      }
      return new NpyHeader(type, descr.startsWith(">"), characters, fortranOrder, shape, length);
    }

    private ElementType type() {
      ElementType type =
          switch (descr) {
            case "|b1" -> ElementType.BOOL;
            case "|i1", "<i1", ">i1" -> ElementType.INT8;
            case "|u1", "<u1", ">u1" -> ElementType.UINT8;
            case "<i2", ">i2" -> ElementType.INT16;
            case "<i4", ">i4" -> ElementType.INT32;
            case "<i8", ">i8" -> ElementType.INT64;
            case "<u2", ">u2" -> ElementType.UINT16;
            case "<u4", ">u4" -> ElementType.UINT32;
            case "<u8", ">u8" -> ElementType.UINT64;
            case "<f2", ">f2" -> ElementType.FLOAT16;
            case "<f4", ">f4" -> ElementType.FLOAT32;
            case "<f8", ">f8" -> ElementType.FLOAT64;
            case "|V2", "<V2" -> ElementType.BFLOAT16;
            default -> null;
          };
      if (type == null) {
        String hint =
            descr.contains("O")
                ? "arrays of Python objects are never read; give them a number or string type"
                : "types are b1, i1 to i8, u1 to u8, f2 to f8, V2 (bfloat16) and U (strings)";
        throw bad(what + " has elements of type " + shown(descr) + ", which is not read", hint);
      }
      return type;
    }

    private <T> T once(T before, String key, T value) {
      if (before != null) {
        throw bad(what + " has " + key + " twice in its npy header");
      }
      return value;
    }

    private String descrValue() {
      space();
      if (at < text.length() && text.charAt(at) == '[') {
        throw bad(what + " is a structured array, which is not read", "save plain arrays");
      }
      return string();
    }

    private String string() {
      space();
      char quote = at < text.length() ? text.charAt(at) : 0;
      int end = quote == '\'' || quote == '"' ? text.indexOf(quote, at + 1) : -1;
      if (end < 0) {
        throw malformed();
      }
      String value = text.substring(at + 1, end);
      at = end + 1;
      return value;
    }

    private Boolean bool() {
      space();
      for (String word : new String[] {"True", "False"}) {
        if (text.startsWith(word, at)) {
          at += word.length();
          return Boolean.valueOf(word.toLowerCase(Locale.ROOT));
        }
      }
      throw malformed();
    }

    private long[] tuple() {
      expect('(');
      long[] sizes = new long[Shapes.MAX_RANK];
      int rank = 0;
      while (!accept(')')) {
        if (rank == sizes.length) {
          throw bad(what + " has more than " + Shapes.MAX_RANK + " axes");
        }
        sizes[rank++] = size();
        if (!accept(',')) {
          if (rank == 1) {
            throw malformed(); // (3) is a number in Python, (3,) the tuple
          }
          expect(')');
          break;
        }
      }
      return Arrays.copyOf(sizes, rank);
    }

    private long size() {
      space();
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      if (at == start || at - start > 18) {
        throw malformed();
      }
      return Long.parseLong(text.substring(start, at));
    }

    private boolean accept(char wanted) {
      space();
      if (at < text.length() && text.charAt(at) == wanted) {
        at++;
        return true;
      }
      return false;
    }

    private void expect(char wanted) {
      if (!accept(wanted)) {
        throw malformed();
      }
    }

    private void space() {
      while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\n')) {
        at++;
      }
    }

    private RuntimeException malformed() {
      return bad(what + " has a malformed npy header near character " + at);
    }
  }
}
