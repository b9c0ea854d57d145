package dev.brigandine.armor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TolerancesTest {
  private static Tolerances of(Node... nodes) throws OnnxException {
    Graph graph =
        new Graph(
            Map.of("x", ValueType.tensor(1, List.of("n", "2"))),
            Map.of("y", ValueType.tensor(1, List.of("n", "2"))),
            List.of(nodes),
            Map.of());
    return Tolerances.of(OnnxModel.of(new ModelGraph(8, Map.of("", 13L), graph, List.of())));
  }

  private static Tensor floats(float first, float second) {
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(1, new long[] {1, 2}, data.putFloat(first).putFloat(second).flip());
  }

  @Test
  void floatsMayDifferByRoundingsOfTheirScale() throws OnnxException {
    Tolerances plain = of(Node.of("Relu", List.of("x"), List.of("y")));
    assertThat(plain.compare("y", floats(100, 1), floats(100, 1.0009f)).close()).isTrue();
    assertThat(plain.compare("y", floats(100, 1), floats(100, 1.0011f)).close()).isFalse();
    assertThat(plain.compare("y", floats(1e-3f, 0), floats(1e-3f, 1e-6f)).close()).isFalse();
  }

  /** An engine computes 0.001 of a probability hardly more precisely than the 0.999 beside it. */
  @Test
  void probabilitiesAreOnAScaleOfTheirOwn() throws OnnxException {
    Tolerances unit = of(Node.of("Sigmoid", List.of("x"), List.of("y")));
    assertThat(unit.compare("y", floats(1e-3f, 0), floats(1e-3f, 2e-7f)).close()).isTrue();
    assertThat(unit.compare("y", floats(1e-3f, 0), floats(1e-3f, 1e-6f)).close()).isFalse();
  }

  @Test
  void aModelOfIntegersMustAnswerToTheBitThoughItAnswersInFloats() throws OnnxException {
    Tolerances exact =
        of(
            Node.of("DynamicQuantizeLinear", List.of("x"), List.of("q", "scale", "zero")),
            Node.of("DequantizeLinear", List.of("q", "scale", "zero"), List.of("y")));
    assertThat(exact.compare("y", floats(1, 2), floats(1, 2)).close()).isTrue();
    assertThat(exact.compare("y", floats(1, 2), floats(1, Math.nextUp(2f))).close()).isFalse();
  }
}
