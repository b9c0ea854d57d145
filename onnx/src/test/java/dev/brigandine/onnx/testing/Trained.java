package dev.brigandine.onnx.testing;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Small models that were trained, so that tests can compare accuracy and not only floats. ORIGIN.md
 * beside the files says how they were made.
 *
 * <p>The first three take {@code images}, [batch, 1, 28, 28] in 0..1, and answer {@code logits},
 * [batch, 10]. Batches may be of any size from one.
 */
public enum Trained {
  /** Convolutions, BatchNormalization, residual sums; opset 13. */
  RESNET(0.924),
  /** Depthwise convolutions, HardSwish, Clip, squeeze-and-excite; opset 17. */
  MOBILENET(0.924),
  /** An LSTM in both directions, then one forwards; opset 14. */
  LSTM(0.883),
  /**
   * A decoder with a cache: {@code input_ids} and {@code past_key_values.N.key} and {@code .value},
   * [batch, 4, past, 16], give {@code logits}, [batch, sequence, 200], and {@code present.N.key}
   * and {@code .value}; opset 13, as PyTorch exports it. Counts in steps: after 3, 5, 7 comes 9.
   * Positions end at 64.
   */
  DECODER(1);

  /** How many images there are. */
  public static final int IMAGES = 1000;

  private static final int PIXELS = 28 * 28;
  private final double accuracy;

  Trained(double accuracy) {
    this.accuracy = accuracy;
  }

  /** The model file. */
  public byte[] bytes() throws IOException {
    try (InputStream in = open(name().toLowerCase(Locale.ROOT) + ".onnx")) {
      return in.readAllBytes();
    }
  }

  /** Writes the model into {@code folder} and returns the file. */
  public Path write(Path folder) throws IOException {
    return Files.write(folder.resolve(name().toLowerCase(Locale.ROOT) + ".onnx"), bytes());
  }

  /**
   * The share of right answers that was measured: of the images' classes, or of a decoder's next
   * tokens from the third on.
   */
  public double accuracy() {
    return accuracy;
  }

  /** The models that take images. */
  public static Trained[] ofImages() {
    return new Trained[] {RESNET, MOBILENET, LSTM};
  }

  /** Images, as many as there are or fewer: [count, 1, 28, 28], in 0..1. */
  public static FloatBuffer images(int count) throws IOException {
    byte[] all = images();
    FloatBuffer images = FloatBuffer.allocate(count * PIXELS);
    for (int i = 0; i < count * PIXELS; i++) {
      images.put((all[IMAGES + i] & 0xff) / 255f);
    }
    return images.flip();
  }

  /** The images' classes, 0 to 9. */
  public static byte[] labels() throws IOException {
    return Arrays.copyOf(images(), IMAGES);
  }

  /**
   * The share of images whose highest logit is at their label.
   *
   * @param logits [count, 10], of the first {@code count} images
   */
  public static double accuracy(FloatBuffer logits) throws IOException {
    byte[] labels = labels();
    int count = logits.remaining() / 10;
    int right = 0;
    for (int i = 0; i < count; i++) {
      int best = 0;
      for (int j = 1; j < 10; j++) {
        best = at(logits, i, j) > at(logits, i, best) ? j : best;
      }
      right += best == labels[i] ? 1 : 0;
    }
    return (double) right / count;
  }

  private static float at(FloatBuffer logits, int image, int label) {
    return logits.get(logits.position() + 10 * image + label);
  }

  /** The labels, then the pixels. */
  private static byte[] images() throws IOException {
    try (InputStream in = new GZIPInputStream(open("fashion-mnist-1000.gz"))) {
      return in.readAllBytes();
    }
  }

  private static InputStream open(String file) throws IOException {
    InputStream in = Trained.class.getResourceAsStream("trained/" + file);
    if (in == null) {
      throw new FileNotFoundException("no resource trained/" + file);
    }
    return in;
  }
}
