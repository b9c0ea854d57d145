package dev.brigandine.audit.target;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.graph.ModelGraph;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A thief's own session over a graph that he has: ONNX Runtime on the CPU, one thread. */
public final class GraphAnswers implements Answering {
  private final LoadedModel model;
  private final Map<String, String> names;

  private GraphAnswers(LoadedModel model, Map<String, String> names) {
    this.model = model;
    this.names = names;
  }

  /**
   * Loads a graph.
   *
   * @param names what each input and output of the original is called in it; those not named are
   *     called as they are
   * @throws OnnxException ({@code not-runnable}) if ONNX Runtime does not take it
   */
  public static GraphAnswers open(ModelGraph graph, Map<String, String> names)
      throws OnnxException {
    return new GraphAnswers(LoadedModel.open(graph), Map.copyOf(names));
  }

  @Override
  public Map<String, Tensor> answer(List<SampleTensor> inputs) throws OnnxException {
    List<SampleTensor> renamed = inputs.stream().map(this::renamed).toList();
    Map<String, Tensor> answers = model.run(renamed);
    Map<String, Tensor> named = new LinkedHashMap<>(answers);
    names.forEach(
        (original, captured) -> {
          Tensor answer = answers.get(captured);
          if (answer != null) {
            named.remove(captured);
            named.put(original, answer);
          }
        });
    return named;
  }

  private SampleTensor renamed(SampleTensor input) {
    return new SampleTensor(
        names.getOrDefault(input.name(), input.name()),
        input.type(),
        input.shape(),
        input.data(),
        input.strings());
  }

  @Override
  public void close() {
    model.close();
  }
}
