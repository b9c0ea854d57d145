package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.brigandine.audit.files.Signature.Means;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Undoes what amateurs hide models with. What is uncovered is looked at in memory and dropped. */
final class Veils {
  private static final int MOST = 64 << 10;
  private static final int LONGEST_KEY = 32;

  /** What models begin with; zero stands for itself. */
  private static final List<byte[]> BEGINNINGS = beginnings();

  private Veils() {}

  /** What lies in base64 from {@code start} on, if it is a model. */
  static Optional<Sighting> base64(byte[] data, int start, int end) {
    StringBuilder text = new StringBuilder();
    int at = start;
    for (; at < end && text.length() < MOST; at++) {
      char c = (char) (data[at] & 255);
      if (c >= 'A' && c <= 'Z'
          || c >= 'a' && c <= 'z'
          || c >= '0' && c <= '9'
          || c == '+'
          || c == '/') {
        text.append(c);
      } else if (c != '\r' && c != '\n') {
        break;
      }
    }
    int whole = text.length() / 4 * 4;
    if (whole < 64) {
      return Optional.empty();
    }
    byte[] plain = Base64.getDecoder().decode(text.substring(0, whole));
    return model(plain, plain.length, "in base64");
  }

  /** What lies in gzip from {@code start} on, if it is a model. */
  static Optional<Sighting> gzip(byte[] data, int start, int end) {
    int body = start + 10;
    if ((data[start + 3] & 8) != 0) {
      while (body < end && data[body++] != 0) {
        // the file's name
      }
    }
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(data, Math.min(body, end), end - Math.min(body, end));
      byte[] plain = new byte[MOST];
      int n = inflater.inflate(plain);
      return model(plain, n, "in gzip");
    } catch (DataFormatException e) {
      return Optional.empty();
    } finally {
      inflater.end();
    }
  }

  private static Optional<Sighting> model(byte[] plain, int length, String veil) {
    OnnxWalk walk = new OnnxWalk();
    walk.accept(plain, 0, length);
    if (walk.isModel()) {
      return Optional.of(Sighting.veiled(Format.ONNX, 0, -1, veil, "with operators in it"));
    }
    return Stream.of(Means.TFLITE, Means.ORT, Means.GGUF, Means.SAFETENSORS)
        .filter(means -> identified(means, plain, length))
        .flatMap(means -> new Shapes(plain, 0, length, (byte) 0).check(means, 0).stream())
        .findFirst()
        .map(found -> Sighting.veiled(found.format(), 0, -1, veil, found.tells()));
  }

  private static boolean identified(Means means, byte[] plain, int length) {
    return Signature.all().stream()
        .filter(signature -> signature.means() == means)
        .anyMatch(
            signature -> {
              byte[] pattern = signature.pattern();
              int at = signature.back();
              return at + pattern.length <= length
                  && Arrays.equals(pattern, 0, pattern.length, plain, at, at + pattern.length);
            });
  }

  /**
   * The short key that a stream is XORed with over and over, if under it the stream is a model.
   *
   * @param head from the stream's first byte on
   */
  static Optional<Uncovered> repeated(byte[] head, int length) {
    if (printable(head)) {
      return Optional.empty();
    }
    Set<String> tried = new HashSet<>();
    for (byte[] beginning : BEGINNINGS) {
      int most = Math.min(Math.min(beginning.length, LONGEST_KEY), length);
      for (int size = 1; size <= most; size++) {
        if (fits(head, size, beginning, most)) {
          byte[] key = new byte[size];
          for (int i = 0; i < size; i++) {
            key[i] = (byte) (head[i] ^ beginning[i]);
          }
          if (!zero(key) && tried.add(new String(key, ISO_8859_1))) {
            Optional<Uncovered> found = under(key, head, length);
            if (found.isPresent()) {
              return found;
            }
          }
        }
      }
    }
    return Optional.empty();
  }

  /** Text is no model under a key that is not text itself, and seldom under one that is. */
  private static boolean printable(byte[] head) {
    for (int i = 0; i < 512; i++) {
      if (head[i] < ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
        return false;
      }
    }
    return true;
  }

  /** Whether what follows the key's length fits it; beginnings differ further on. */
  private static boolean fits(byte[] head, int size, byte[] beginning, int length) {
    for (int i = size; i < Math.min(length, size + 3); i++) {
      if ((head[i] ^ head[i - size]) != (beginning[i] ^ beginning[i - size])) {
        return false;
      }
    }
    return true;
  }

  private static boolean zero(byte[] key) {
    return IntStream.range(0, key.length).allMatch(i -> key[i] == 0);
  }

  private static Optional<Uncovered> under(byte[] key, byte[] head, int length) {
    OnnxWalk walk = new OnnxWalk(key);
    walk.accept(head, 0, Math.min(length, 64));
    if (!walk.ended()) {
      walk.accept(head, Math.min(length, 64), length);
    }
    if (walk.isModel()) {
      return Optional.of(new Uncovered(Format.ONNX, key));
    }
    byte[] plain = new byte[Math.min(length, 4096)];
    for (int i = 0; i < plain.length; i++) {
      plain[i] = (byte) (head[i] ^ key[i % key.length]);
    }
    return identified(Means.TFLITE, plain, plain.length)
            && new Shapes(plain, 0, plain.length, (byte) 0).check(Means.TFLITE, 0).isPresent()
        ? Optional.of(new Uncovered(Format.TFLITE, key))
        : Optional.empty();
  }

  /** A model under a key that is repeated. */
  record Uncovered(Format format, byte[] key) {}

  private static List<byte[]> beginnings() {
    Stream<String> makers =
        Stream.of("pytorch", "tf2onnx", "skl2onnx", "OnnxMLTools", "onnx.quantize", "keras2onnx");
    List<String> versions =
        Stream.concat(
                IntStream.rangeClosed(5, 13).mapToObj(minor -> "1." + minor),
                IntStream.rangeClosed(0, 12).mapToObj(minor -> "2." + minor))
            .flatMap(version -> IntStream.range(0, 2).mapToObj(patch -> version + "." + patch))
            .toList();
    List<String> tails =
        Stream.concat(
                makers.map(maker -> "\u0012" + (char) maker.length() + maker),
                versions.stream()
                    .map(
                        version ->
                            "\u0012\7pytorch\u001a" + (char) version.length() + version + ":"))
            .toList();
    Stream<byte[]> onnx =
        IntStream.rangeClosed(3, Signature.LAST_IR_VERSION)
            .mapToObj(version -> "\b" + (char) version)
            .flatMap(first -> Stream.concat(tails.stream(), Stream.of(":")).map(first::concat))
            .map(text -> text.getBytes(ISO_8859_1));
    Stream<byte[]> tflite =
        Stream.of(0x14, 0x18, 0x1c, 0x20, 0x24)
            .map(root -> new byte[] {root.byteValue(), 0, 0, 0, 'T', 'F', 'L', '3'});
    Stream<byte[]> usual =
        Stream.of(
            new byte[] {
              0x1c, 0, 0, 0, 'T', 'F', 'L', '3', 0x14, 0, 0x20, 0, 0x1c, 0, 0x18, 0, 0x14, 0, 0x10,
              0, 0x0c, 0, 0, 0, 8, 0, 4, 0, 0x14, 0, 0, 0
            });
    return Stream.of(onnx, tflite, usual).flatMap(one -> one).toList();
  }
}
