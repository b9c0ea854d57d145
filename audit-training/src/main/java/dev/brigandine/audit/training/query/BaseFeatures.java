package dev.brigandine.audit.training.query;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a public base model computes before its last layer. */
final class BaseFeatures implements AutoCloseable {
  private static final Set<String> AFTER =
      Set.of("Add", "Softmax", "LogSoftmax", "Sigmoid", "Identity", "Cast");

  private final LoadedModel model;
  private final Form form;
  private final String value;

  private BaseFeatures(LoadedModel model, Form form, String value) {
    this.model = model;
    this.form = form;
    this.value = value;
  }

  /** Of the base; empty if it does not end in a fully connected layer. */
  static Optional<BaseFeatures> of(Path base, Form form) throws OnnxException {
    ModelGraph graph = OnnxModel.read(base).toGraph();
    Optional<String> value = beforeLast(graph.graph());
    return value.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new BaseFeatures(LoadedModel.open(graph, List.of(value.get())), form, value.get()));
  }

  private static Optional<String> beforeLast(Graph graph) {
    String value = graph.outputs().keySet().iterator().next();
    for (int i = graph.nodes().size() - 1; i >= 0; i--) {
      Node node = graph.nodes().get(i);
      if (!node.outputs().contains(value)) {
        continue;
      }
      if (node.is("MatMul") || node.is("Gemm")) {
        return graph.constants().containsKey(node.input(1))
            ? Optional.of(node.input(0))
            : Optional.empty();
      }
      if (!node.domain().isEmpty() || !AFTER.contains(node.op())) {
        return Optional.empty();
      }
      value = graph.constants().containsKey(node.input(0)) ? node.input(1) : node.input(0);
    }
    return Optional.empty();
  }

  /** One row a question. */
  List<float[]> of(List<float[]> questions) throws OnnxException {
    List<float[]> features = new ArrayList<>();
    for (float[] question : questions) {
      Tensor tensor = model.run(form.run(List.of(question))).get(value);
      ByteBuffer data = tensor.data();
      float[] row = new float[(int) tensor.count()];
      for (int i = 0; i < row.length; i++) {
        row[i] = data.getFloat();
      }
      features.add(row);
    }
    return features;
  }

  @Override
  public void close() {
    model.close();
  }
}
