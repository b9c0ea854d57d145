package dev.brigandine.armor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MeasurementTest {
  private static Constant weights(long rows, long columns) {
    ByteBuffer data = ByteBuffer.allocate((int) (4 * rows * columns));
    data.order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; data.hasRemaining(); i++) {
      data.putFloat((i * 37 % 101 - 50) / 50f);
    }
    return Constant.of(1, List.of(rows, columns), data.array());
  }

  /** That both sides run is the point: under other names, and with key tensors. */
  @Test
  void originalAndRewrittenRunOnTheSameSample() throws Exception {
    Graph graph =
        new Graph(
            Map.of("x", ValueType.tensor(1, List.of("n", "8"))),
            Map.of("y", ValueType.tensor(1, List.of("n", "4"))),
            List.of(
                Node.of("MatMul", List.of("x", "v"), List.of("a")),
                Node.of("MatMul", List.of("a", "w"), List.of("y"))),
            Map.of("v", weights(8, 16), "w", weights(16, 4)));
    OnnxModel model = OnnxModel.of(new ModelGraph(8, Map.of("", 13L), graph, List.of()));
    ArmorOptions options = new ArmorOptions(ArmorLevel.FULL, 10, new byte[32], List.of());
    KeyTensorSource keys = MeasurementTest::unchanged;
    ArmoredModel armored = Armor.rewrite(model, options, keys);
    assertThat(armored.keys()).isNotEmpty();
    double cost = Measurement.cost(model, armored, keys, List.of(), Duration.ofMillis(1));
    assertThat(cost).isFinite().isGreaterThan(-1);
  }

  /** Keys that change nothing. */
  private static ByteBuffer unchanged(int index, KeyTensor tensor) {
    long elements = tensor.shape().stream().reduce(1L, Math::multiplyExact);
    boolean places = tensor.kind() == KeyTensor.Kind.PERMUTE;
    ByteBuffer data = ByteBuffer.allocateDirect((int) elements * (places ? 8 : 4));
    data.order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < elements; i++) {
      if (places) {
        data.putLong(i);
      } else {
        long place = i % (tensor.size() * tensor.size());
        boolean diagonal = place % (tensor.size() + 1) == 0;
        data.putFloat(tensor.kind() == KeyTensor.Kind.SCALE || diagonal ? 1 : 0);
      }
    }
    return data.flip();
  }
}
