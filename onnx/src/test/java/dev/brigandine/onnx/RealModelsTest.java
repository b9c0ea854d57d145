package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RealModelsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"/all-minilm-l6-v2.onnx", "/all-minilm-l6-v2-q.onnx"})
  void miniLmAnswersTheSameFromItsSkeleton(String resource) throws Exception {
    Path file = folder.resolve("model.onnx");
    try (InputStream in = getClass().getResourceAsStream(resource)) {
      Files.copy(in, file);
    }
    OnnxModel model = OnnxModel.read(file);
    Skeleton skeleton = Skeleton.of(model);
    List<SampleTensor> inputs =
        model.inputs().stream()
            .map(i -> longs(i.name(), i.name().equals("input_ids") ? 100 : 1))
            .toList();
    var a = OrtRuns.whole(file, inputs);
    var b = OrtRuns.skeleton(skeleton, inputs);
    assertThat(b.keySet()).isEqualTo(a.keySet());
    a.forEach((name, bytes) -> assertThat(b.get(name)).isEqualTo(bytes));
  }

  private static SampleTensor longs(String name, int scale) {
    ByteBuffer data = ByteBuffer.allocate(16 * 8).order(ByteOrder.LITTLE_ENDIAN);
    IntStream.range(0, 16).forEach(i -> data.putLong(scale == 1 ? 1 : 100L * i + 7));
    return new SampleTensor(name, "int64", new long[] {1, 16}, data.flip(), List.of());
  }
}
