package dev.brigandine.audit.attack;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.ValueType;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the engine was given, as a thief took it: in memory only.
 *
 * @param graph with the weights it was given as constants; key tensors are inputs of it
 * @param names what each input and output of the original is called in it, as the thief sees from
 *     the application's calls
 * @param keys the key tensors that came with the runs, by the input's name; empty where the form
 *     has none
 */
public record Captured(ModelGraph graph, Map<String, String> names, Map<String, Constant> keys) {
  /** Copies the maps. */
  public Captured {
    names = Map.copyOf(names);
    keys = Map.copyOf(keys);
  }

  /** The graph that runs by itself: the key tensors have become constants. */
  public ModelGraph withKeys() {
    return with(keys);
  }

  /** The graph with other tensors in the key tensors' place, which are inputs no more. */
  public ModelGraph with(Map<String, Constant> tensors) {
    Graph main = graph.graph();
    Map<String, ValueType> inputs = new LinkedHashMap<>(main.inputs());
    inputs.keySet().removeAll(tensors.keySet());
    Map<String, Constant> constants = new LinkedHashMap<>(main.constants());
    constants.putAll(tensors);
    return graph.withGraph(main.withInputs(inputs).withConstants(constants));
  }
}
