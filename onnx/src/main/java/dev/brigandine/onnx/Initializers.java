package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import dev.brigandine.onnx.graph.Constant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Initializers that are given beside a model; see {@link OnnxModel#parse}. */
final class Initializers {
  private Initializers() {}

  /**
   * Marks the initializers in the main graph that are given.
   *
   * @param data gets what the marks stand for
   */
  static ModelProto put(Map<String, Constant> given, ModelProto model, List<TensorData> data)
      throws OnnxException {
    Map<String, Constant> left = new HashMap<>(given);
    GraphProto.Builder graph = model.getGraph().toBuilder();
    for (int i = 0; i < graph.getInitializerCount(); i++) {
      TensorProto tensor = graph.getInitializer(i);
      Constant constant = left.remove(tensor.getName());
      if (constant == null) {
        continue;
      }
      if (constant.elementType() != tensor.getDataType()
          || !constant.shape().equals(tensor.getDimsList())) {
        throw Tensors.bad(tensor, "is given in another type or shape than the graph says");
      }
      graph.setInitializer(i, Slice.marked(tensor, data.size()));
      data.add(new TensorData.Computed(constant.elements()));
    }
    if (!left.isEmpty()) {
      throw new OnnxException(
          "bad-tensor",
          "an initializer is given that is not in the graph: "
              + OnnxException.quote(left.keySet().iterator().next()),
          "give the initializers of this graph");
    }
    return model.toBuilder().setGraph(graph).build();
  }
}
