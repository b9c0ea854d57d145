package dev.brigandine.audit.training.copy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * A thief's copy, run by PyTorch; answers one output. The graph is the caller's to close.
 *
 * @param names what the original's inputs and outputs are called in the graph
 * @param output by the original's name
 */
record GraphCopy(TorchGraph graph, Map<String, String> names, String output) implements Answering {
  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs) {
    String name = names.getOrDefault(output, output);
    try (TorchGraph.Prepared prepared = graph.prepare(Renamed.of(inputs, names), name);
        NDManager step = graph.newStep()) {
      NDArray answer = graph.answer(step, prepared, name, false);
      float[] values = answer.toFloatArray();
      ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
      data.asFloatBuffer().put(values);
      return Map.of(output, Tensor.of(1, answer.getShape().getShape().clone(), data));
    }
  }
}
