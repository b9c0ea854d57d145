package dev.brigandine.audit.testing;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Small trained models with their data, to be attacked in tests. */
public final class TrialModels {
  private static final int PIXELS = 28 * 28;

  private TrialModels() {}

  /**
   * One of the networks on Fashion-MNIST in all forms.
   *
   * @param folder an empty one
   */
  public static Forms of(Trained model, Path folder) throws Exception {
    Path file = model.write(Files.createDirectories(folder.resolve("vendor")));
    Path forms = Files.createDirectories(folder.resolve("forms"));
    return Forms.of(
        file,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        images(model, file),
        null,
        forms);
  }

  /** 700 images for the thief, 300 to test, with labels. */
  public static AuditData images(Trained model, Path file) throws Exception {
    String input = dev.brigandine.onnx.OnnxModel.read(file).inputs().get(0).name();
    Samples all = images(input);
    return new AuditData(
        all.only(IntStream.range(0, 700).toArray()),
        all.only(IntStream.range(700, Trained.IMAGES).toArray()),
        "1,000 test images of Fashion-MNIST");
  }

  private static Samples images(String input) throws IOException {
    FloatBuffer pixels = Trained.images(Trained.IMAGES);
    byte[] labels = Trained.labels();
    return Samples.batched(
        Trained.IMAGES,
        index -> {
          ByteBuffer data = ByteBuffer.allocate(4 * PIXELS).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < PIXELS; i++) {
            data.putFloat(pixels.get(index * PIXELS + i));
          }
          return List.of(
              new SampleTensor(
                  input, "float32", new long[] {1, 1, 28, 28}, data.flip(), List.of()));
        },
        IntStream.range(0, labels.length).map(i -> labels[i]).toArray());
  }
}
