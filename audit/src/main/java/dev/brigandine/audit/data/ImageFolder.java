package dev.brigandine.audit.data;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.ValueDescription;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A folder with images and labels as MNIST and Fashion-MNIST come: {@code train-images-idx3-ubyte},
 * {@code train-labels-idx1-ubyte}, {@code t10k-…}, packed by gzip or not. Pixels become floats from
 * 0 to 1.
 */
public final class ImageFolder {
  private static final int MOST_TESTED = 1000;
  private static final String TRAIN = "train-images-idx3-ubyte";

  private ImageFolder() {}

  /**
   * All images to train on as the pool, and the first thousand of the others to test with.
   *
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT}) if a file is missing or no such file,
   *     or the images do not fit the model's one input
   */
  public static AuditData read(Path folder, OnnxModel model) {
    ValueDescription input = input(model);
    IdxFile images = part(folder, TRAIN);
    IdxFile labels = part(folder, "train-labels-idx1-ubyte");
    IdxFile testImages = part(folder, "t10k-images-idx3-ubyte");
    IdxFile testLabels = part(folder, "t10k-labels-idx1-ubyte");
    Samples pool = samples(input, images, labels);
    Samples test = samples(input, testImages, testLabels);
    return new AuditData(
        pool,
        test.only(IntStream.range(0, Math.min(MOST_TESTED, test.count())).toArray()),
        pool.count() + " images and labels of " + folder.getFileName());
  }

  /** Whether a folder has the first of these files. */
  public static boolean is(Path folder) {
    return Files.exists(folder.resolve(TRAIN + ".gz")) || Files.exists(folder.resolve(TRAIN));
  }

  private static ValueDescription input(OnnxModel model) {
    List<ValueDescription> inputs = model.inputs();
    if (inputs.size() != 1 || !inputs.get(0).type().equals("float32")) {
      throw bad("a folder of images feeds one input of float32, and the model has others", null);
    }
    return inputs.get(0);
  }

  private static IdxFile part(Path folder, String name) {
    for (String suffix : List.of(".gz", "")) {
      Path file = folder.resolve(name + suffix);
      if (Files.exists(file)) {
        try {
          return IdxFile.read(file);
        } catch (IOException e) {
          throw bad(e.getMessage(), null);
        }
      }
    }
    throw bad(
        "there is no " + name + " in " + folder,
        "a folder of images has train-images-idx3-ubyte, train-labels-idx1-ubyte and the same of"
            + " t10k, with .gz or without");
  }

  private static Samples samples(ValueDescription input, IdxFile images, IdxFile labels) {
    if (labels.count() != images.count() || labels.each() != 1) {
      throw bad("there are " + images.count() + " images and " + labels.count() + " labels", null);
    }
    long[] shape = shape(input, images);
    return Samples.batched(
        images.count(),
        index -> List.of(image(input.name(), shape, images, index)),
        IntStream.range(0, labels.count()).map(i -> labels.bytes()[i] & 0xff).toArray());
  }

  /** Of one image, as the model wants it. */
  private static long[] shape(ValueDescription input, IdxFile images) {
    long[] shape = input.shape().stream().mapToLong(ImageFolder::size).toArray();
    long each = 1;
    for (int i = 1; i < shape.length; i++) {
      each *= shape[i];
    }
    if (shape.length < 2 || shape[0] > 1 || each != images.each()) {
      throw bad(
          "the model's input "
              + input.name()
              + " takes "
              + input.shape()
              + ", and an image has "
              + images.each()
              + " pixels",
          "write an .npz that fits with numpy.savez");
    }
    shape[0] = 1;
    return shape;
  }

  /** An axis that is not fixed is 1, as a batch. */
  private static long size(String axis) {
    return axis.matches("[0-9]{1,9}") ? Long.parseLong(axis) : 1;
  }

  private static SampleTensor image(String name, long[] shape, IdxFile images, int index) {
    ByteBuffer data = ByteBuffer.allocate(4 * images.each()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < images.each(); i++) {
      data.putFloat((images.bytes()[index * images.each() + i] & 0xff) / 255f);
    }
    return new SampleTensor(name, "float32", shape, data.flip(), List.of());
  }

  private static BrigandineException bad(String message, String hint) {
    return new BrigandineException(ErrorCode.BAD_INPUT, message, hint);
  }
}
