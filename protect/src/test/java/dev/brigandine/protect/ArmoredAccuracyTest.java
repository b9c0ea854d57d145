package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.onnx.testing.Trained;
import dev.brigandine.protect.ProtectOptions.Armor;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.KeyTensorsMode;
import dev.brigandine.runtime.ProtectedModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What a bundle's graph and weights are worth: with the licence's key tensors as much as the
 * original, with none or another's no more than a guess.
 */
class ArmoredAccuracyTest {
  private static final double CHANCE = 0.1;
  private static final double POINTS = 0.02;

  /** The rewrite differs from run to run, and a tie in the last bits may fall either way. */
  private static final double ONE_IMAGE = 1.01 / Trained.IMAGES;

  /** For wrong keys. More keys tell more than more images. */
  private static final int IMAGES = 100;

  /**
   * One wrong key may by accident leave a class or two where they were; many do not. Keys are drawn
   * anew each time and their accuracies spread by 0.08: so many that five deviations of the mean
   * are within the bound.
   */
  private static final int OPENINGS = 400;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "LSTM"})
  void isTheOriginalsWithKeysAndChanceWithout(Trained trained) throws Exception {
    World world = new World(folder);
    Path model = trained.write(folder);
    ProtectOptions options =
        ProtectOptions.of("acme/model", 1).withArmor(Armor.FULL).forCustomer("north");
    ProtectReport report =
        Protector.protect(model, world.bundle(), world.vendor, options, done -> {});
    assertThat(report.armor().orElseThrow().locks()).isNotEmpty();
    Path licence = world.license(world.bundle());

    try (OnnxTensor images = images(Trained.IMAGES)) {
      byte[] plain = Tensors.plain(model, Map.of("images", images)).get("logits");
      double before = accuracy(plain, Trained.IMAGES);
      assertThat(before).isCloseTo(trained.accuracy(), within(0.002));
      assertThat(accuracy(world, licence, KeyTensorsMode.OWN, images, Trained.IMAGES))
          .isCloseTo(before, within(ONE_IMAGE));
      assertThat(accuracy(world, licence, KeyTensorsMode.NONE, images, Trained.IMAGES))
          .as("without keys")
          .isCloseTo(CHANCE, within(POINTS));
    }

    try (OnnxTensor images = images(IMAGES)) {
      double sum = 0;
      for (int i = 0; i < OPENINGS; i++) {
        sum += accuracy(world, licence, KeyTensorsMode.WRONG, images, IMAGES);
      }
      assertThat(sum / OPENINGS)
          .as("with the keys of %d others, on average", OPENINGS)
          .isCloseTo(CHANCE, within(POINTS));
    }
  }

  private static double accuracy(
      World world, Path licence, KeyTensorsMode mode, OnnxTensor images, int count)
      throws IOException, OrtException {
    try (ProtectedModel open =
        Brigandine.open(world.bundle(), licence, world.device, world.options().keyTensors(mode))) {
      return accuracy(Tensors.run(open, Map.of("images", images)).get("logits"), count);
    }
  }

  private static double accuracy(byte[] logits, int count) throws IOException {
    int length = 4 * 10 * count;
    return Trained.accuracy(
        ByteBuffer.wrap(logits, logits.length - length, length)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer());
  }

  private static OnnxTensor images(int count) throws IOException, OrtException {
    return OnnxTensor.createTensor(
        OrtEnvironment.getEnvironment(), Trained.images(count), new long[] {count, 1, 28, 28});
  }
}
