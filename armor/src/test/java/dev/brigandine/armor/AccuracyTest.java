package dev.brigandine.armor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What trained models are worth with their key tensors, without them, and with others. */
class AccuracyTest {
  private static final double CHANCE = 0.1;
  private static final double POINTS = 0.02;

  /** One wrong key may by accident leave a class or two where they were; many do not. */
  private static final int WRONG_KEYS = 200;

  private static final int IMAGES = 300;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(
      value = Trained.class,
      names = {"RESNET", "MOBILENET", "LSTM"})
  void isTheOriginalsWithKeysAndChanceWithout(Trained trained) throws IOException {
    OnnxModel original = OnnxModel.read(trained.write(folder));
    ArmorOptions options =
        new ArmorOptions(ArmorLevel.FULL, ArmorOptions.DEFAULT_BUDGET, seed(), List.of());
    TestKeys own = new TestKeys(1);
    ArmoredModel armored = Armor.rewrite(original, options, own);
    assertThat(armored.report().coverage()).isGreaterThanOrEqualTo(0.99);
    assertThat(armored.report().locks()).isNotEmpty();
    assertThat(armored.report().reduced()).isEmpty();
    try (LoadedModel plain = LoadedModel.open(original);
        LoadedModel rewritten = LoadedModel.open(armored.model())) {
      double before = accuracy(plain.run(List.of(images("images", Trained.IMAGES))));
      assertThat(before).isCloseTo(trained.accuracy(), within(0.002));
      assertThat(run(rewritten, armored, Trained.IMAGES, own)).isEqualTo(before);

      KeyTensorSource zeros =
          (index, key) -> ByteBuffer.allocate(own.derive(index, key).remaining());
      assertThat(run(rewritten, armored, Trained.IMAGES, zeros))
          .as("without keys")
          .isCloseTo(CHANCE, within(POINTS));

      double sum = 0;
      for (int i = 0; i < WRONG_KEYS; i++) {
        sum += run(rewritten, armored, IMAGES, new TestKeys(1000 + i));
      }
      assertThat(sum / WRONG_KEYS)
          .as("with the keys of %d others, on average", WRONG_KEYS)
          .isCloseTo(CHANCE, within(POINTS));
    }
  }

  private static byte[] seed() {
    byte[] seed = new byte[32];
    seed[0] = 5;
    return seed;
  }

  private static double run(
      LoadedModel model, ArmoredModel armored, int images, KeyTensorSource keys)
      throws IOException {
    List<SampleTensor> inputs = new ArrayList<>();
    inputs.add(images(armored.names().get("images"), images));
    for (int i = 0; i < armored.keys().size(); i++) {
      KeyTensor key = armored.keys().get(i);
      long[] shape = key.shape().stream().mapToLong(Long::longValue).toArray();
      String type = key.kind() == KeyTensor.Kind.PERMUTE ? "int64" : "float32";
      inputs.add(new SampleTensor(key.input(), type, shape, keys.derive(i, key), List.of()));
    }
    return accuracy(model.run(inputs));
  }

  private static SampleTensor images(String name, int count) throws IOException {
    FloatBuffer pixels = Trained.images(count);
    ByteBuffer data = ByteBuffer.allocate(4 * pixels.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(pixels);
    return new SampleTensor(
        name, "float32", LongStream.of(count, 1, 28, 28).toArray(), data, List.of());
  }

  private static double accuracy(java.util.Map<String, Tensor> answers)
      throws OnnxException, IOException {
    Tensor logits = answers.values().iterator().next();
    return Trained.accuracy(logits.data().asFloatBuffer());
  }
}
