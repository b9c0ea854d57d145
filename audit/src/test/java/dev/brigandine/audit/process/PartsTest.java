package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PartsTest {
  private static final ValueType TWO = ValueType.tensor(1, List.of("2"));

  @Test
  void sessionsThatFollowEachOtherAreOneModel() throws Exception {
    ModelGraph first = part("x", "joint", 1);
    ModelGraph second = part("joint", "y", 10);
    ModelGraph joined = Parts.join(List.of(first, second));
    assertThat(joined.graph().inputs()).containsOnlyKeys("x");
    assertThat(joined.graph().outputs()).containsKey("y");
    ByteBuffer data = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1).putFloat(2).flip();
    try (LoadedModel model = LoadedModel.open(joined)) {
      Map<String, Tensor> answers =
          model.run(List.of(new SampleTensor("x", "float32", new long[] {2}, data, List.of())));
      assertThat(answers.get("y").data().getFloat(4)).isEqualTo(13);
    }
  }

  @Test
  void twoThatMakeTheSameAreRefused() {
    assertThatThrownBy(() -> Parts.join(List.of(part("x", "y", 1), part("x", "y", 2))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the same value");
  }

  /** Adds a number. */
  private static ModelGraph part(String in, String out, float number) {
    String constant = "plus" + number;
    Graph graph =
        new Graph(
            Map.of(in, TWO),
            Map.of(out, TWO),
            List.of(Node.of("Add", List.of(in, constant), List.of(out))),
            Map.of(constant, Constant.of(List.of(2L), number, number)));
    return new ModelGraph(8, Map.of("", 13L), graph, List.of());
  }
}
