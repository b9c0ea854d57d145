package dev.brigandine.audit.data;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.ValueDescription;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.FileImageInputStream;

/**
 * How a model wants a picture.
 *
 * @param input name of its one input
 * @param shape of one picture, the batch's axis first
 * @param last whether channels come last
 * @param low what black becomes
 * @param high what white becomes
 */
record PictureForm(String input, long[] shape, boolean last, float low, float high) {
  private static final long MOST_PIXELS = 64L << 20;

  static PictureForm of(OnnxModel model, float low, float high) {
    List<ValueDescription> inputs = model.inputs();
    ValueDescription first = inputs.get(0);
    List<String> axes = first.shape();
    if (inputs.size() != 1 || !first.type().equals("float32") || axes.size() != 4) {
      throw unfit("pictures feed one input of float32 with four axes, and the model has others");
    }
    long[] shape = new long[4];
    for (int i = 0; i < 4; i++) {
      boolean fixed = axes.get(i).matches("[1-9][0-9]{0,4}");
      if (!fixed && i > 0 || fixed && i == 0 && !axes.get(0).equals("1")) {
        throw unfit("the model's input " + first.name() + " takes " + axes + ", not one picture");
      }
      shape[i] = i == 0 ? 1 : Long.parseLong(axes.get(i));
    }
    boolean last = !isColours(shape[1]);
    if (last && !isColours(shape[3])) {
      throw unfit("the model's input " + first.name() + " takes " + axes + ", not grey or RGB");
    }
    return new PictureForm(first.name(), shape, last, low, high);
  }

  private static boolean isColours(long channels) {
    return channels == 1 || channels == 3;
  }

  /** Refuses a file whose beginning tells that it is no picture, or too large a one. */
  void check(Path file) {
    read(file, false);
  }

  /** The picture, cut about its middle. */
  SampleTensor picture(Path file) {
    BufferedImage picture = fitted(read(file, true));
    int channels = (int) shape[last ? 3 : 1];
    int pixels = width() * height();
    int[] colours = picture.getRGB(0, 0, width(), height(), null, 0, width());
    ByteBuffer data = ByteBuffer.allocate(4 * channels * pixels).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < channels * pixels; i++) {
      int channel = last ? i % channels : i / pixels;
      int rgb = colours[last ? i / channels : i % pixels];
      data.putFloat(low + (high - low) * share(rgb, channel, channels));
    }
    return new SampleTensor(input, "float32", shape.clone(), data.flip(), List.of());
  }

  /** Grey by the weights of Recommendation ITU-R BT.601. */
  private static float share(int rgb, int channel, int channels) {
    if (channels == 3) {
      return (rgb >> 8 * (2 - channel) & 0xff) / 255f;
    }
    return (0.299f * (rgb >> 16 & 0xff) + 0.587f * (rgb >> 8 & 0xff) + 0.114f * (rgb & 0xff)) / 255;
  }

  private int height() {
    return (int) shape[last ? 1 : 2];
  }

  private int width() {
    return (int) shape[last ? 2 : 3];
  }

  private BufferedImage fitted(BufferedImage whole) {
    double scale =
        Math.max((double) width() / whole.getWidth(), (double) height() / whole.getHeight());
    BufferedImage at = whole;
    // By halves, or pixels between those that are looked at would not count.
    while (scale <= 0.5) {
      at = drawn(at, Math.max(1, at.getWidth() / 2), Math.max(1, at.getHeight() / 2), 0.5);
      scale *= 2;
    }
    return drawn(at, width(), height(), 0);
  }

  /**
   * Draws a picture over another.
   *
   * @param scale 0 for one that just covers it
   */
  private static BufferedImage drawn(BufferedImage from, int width, int height, double scale) {
    double by =
        scale > 0
            ? scale
            : Math.max((double) width / from.getWidth(), (double) height / from.getHeight());
    int wide = Math.max(width, (int) Math.round(by * from.getWidth()));
    int high = Math.max(height, (int) Math.round(by * from.getHeight()));
    BufferedImage to = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D drawing = to.createGraphics();
    drawing.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    drawing.drawImage(from, (width - wide) / 2, (height - high) / 2, wide, high, null);
    drawing.dispose();
    return to;
  }

  /** The picture, or null if only its beginning is wanted. */
  private static BufferedImage read(Path file, boolean whole) {
    try (FileImageInputStream in = new FileImageInputStream(file.toFile())) {
      Iterator<ImageReader> readers = ImageIO.getImageReaders(in);
      if (!readers.hasNext()) {
        throw unreadable(file, "it begins as none of those known");
      }
      ImageReader reader = readers.next();
      try {
        reader.setInput(in, true, true);
        if ((long) reader.getWidth(0) * reader.getHeight(0) > MOST_PIXELS) {
          throw unreadable(file, "it has more than 64 million pixels");
        }
        return whole ? reader.read(0) : null;
      } finally {
        reader.dispose();
      }
    } catch (BrigandineException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw unreadable(file, e.getMessage());
    }
  }

  private static RuntimeException unreadable(Path file, String why) {
    return PictureFolder.bad(file + " cannot be read as a picture: " + why, "take it out");
  }

  private static RuntimeException unfit(String message) {
    return PictureFolder.bad(message, "write an .npz that fits with numpy.savez");
  }
}
