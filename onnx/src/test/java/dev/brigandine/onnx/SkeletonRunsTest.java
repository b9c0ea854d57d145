package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.testing.TestModel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The skeleton with its weights handed over answers bit for bit as the plain model does. */
class SkeletonRunsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void answersAreTheSame(TestModel which) throws Exception {
    Path file = which.write(folder);
    OnnxModel model = OnnxModel.read(file);
    Skeleton skeleton = Skeleton.of(model);
    for (int seed = 1; seed <= 3; seed++) {
      List<SampleTensor> inputs = SampleInputs.of(model).draw(seed);
      if (seed == 2) {
        inputs = inputs.stream().map(SkeletonRunsTest::negated).toList();
      }
      Map<String, byte[]> expected = OrtRuns.whole(file, inputs);
      Map<String, byte[]> found = OrtRuns.skeleton(skeleton, inputs);
      assertThat(found.keySet()).isEqualTo(expected.keySet());
      expected.forEach((name, bytes) -> assertThat(found.get(name)).as(name).isEqualTo(bytes));
    }
  }

  /** The other choice, so that both branches of an If are met. */
  private static SampleTensor negated(SampleTensor input) {
    return input.type().equals("bool")
        ? new SampleTensor(
            input.name(), "bool", input.shape(), ByteBuffer.wrap(new byte[1]), List.of())
        : input;
  }
}
