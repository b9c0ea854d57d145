package dev.brigandine.study;

import dev.brigandine.audit.data.IdxFile;
import java.io.IOException;
import java.nio.file.Path;

/**
 * Grey images of 28 by 28, with labels.
 *
 * @param pixels of all images, in order, 784 bytes each
 * @param labels 0 to 9, one an image
 */
record GreyImages(byte[] pixels, byte[] labels) {
  static final int PIXELS = 28 * 28;

  int count() {
    return labels.length;
  }

  /** The images at {@code indices}, in 0..1. */
  float[] images(int... indices) {
    float[] images = new float[indices.length * PIXELS];
    int at = 0;
    for (int index : indices) {
      for (int i = 0; i < PIXELS; i++) {
        images[at++] = (pixels[index * PIXELS + i] & 0xff) / 255f;
      }
    }
    return images;
  }

  /** The images at {@code indices} alone. */
  GreyImages only(int... indices) {
    byte[] some = new byte[indices.length * PIXELS];
    byte[] theirs = new byte[indices.length];
    for (int i = 0; i < indices.length; i++) {
      System.arraycopy(pixels, indices[i] * PIXELS, some, i * PIXELS, PIXELS);
      theirs[i] = labels[indices[i]];
    }
    return new GreyImages(some, theirs);
  }

  /** The same images, turned about their middle; black where they had no pixel. */
  GreyImages turned(double degrees) {
    double cos = Math.cos(Math.toRadians(degrees));
    double sin = Math.sin(Math.toRadians(degrees));
    byte[] turned = new byte[pixels.length];
    for (int i = 0; i < turned.length; i++) {
      double y = i % PIXELS / 28 - 13.5;
      double x = i % 28 - 13.5;
      turned[i] = (byte) Math.round(at(i / PIXELS, sin * x + cos * y, cos * x - sin * y));
    }
    return new GreyImages(turned, labels);
  }

  /** The grey at a place between pixels, by bilinear interpolation. */
  private double at(int image, double y, double x) {
    int top = (int) Math.floor(y + 13.5);
    int left = (int) Math.floor(x + 13.5);
    double down = y + 13.5 - top;
    double right = x + 13.5 - left;
    return (1 - down) * ((1 - right) * at(image, top, left) + right * at(image, top, left + 1))
        + down * ((1 - right) * at(image, top + 1, left) + right * at(image, top + 1, left + 1));
  }

  private int at(int image, int row, int column) {
    boolean within = row >= 0 && row < 28 && column >= 0 && column < 28;
    return within ? pixels[image * PIXELS + 28 * row + column] & 0xff : 0;
  }

  /**
   * Two IDX files.
   *
   * @param part {@code train} or {@code t10k}
   * @param suffix {@code .gz} or none
   */
  static GreyImages read(Path folder, String part, String suffix) throws IOException {
    return new GreyImages(
        IdxFile.read(folder.resolve(part + "-images-idx3-ubyte" + suffix)).bytes(),
        IdxFile.read(folder.resolve(part + "-labels-idx1-ubyte" + suffix)).bytes());
  }
}
