package dev.brigandine.onnx.testing;

import static dev.brigandine.onnx.testing.Protos.attribute;
import static dev.brigandine.onnx.testing.Protos.node;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Puts a whole model into both branches of an If. */
public final class Branched {
  private static final String CHOICE = "branched choice";

  private Branched() {}

  /**
   * The model with its graph {@code depth} Ifs deep, and one more input that nothing depends on.
   */
  public static ModelProto model(ModelProto model, int depth) {
    GraphProto graph = model.getGraph();
    for (int i = 0; i < depth; i++) {
      graph = branch(graph);
    }
    return model.toBuilder().setGraph(graph).build();
  }

  private static GraphProto branch(GraphProto graph) {
    GraphProto.Builder body = graph.toBuilder().clearInput();
    List<String> outputs =
        graph.getOutputList().stream().map(output -> output.getName() + " out").toList();
    GraphProto.Builder outer =
        Protos.graph(
            "branched",
            node(
                "If",
                List.of(CHOICE),
                outputs,
                attribute("then_branch", body),
                attribute("else_branch", body)));
    Set<String> given =
        graph.getInitializerList().stream().map(TensorProto::getName).collect(Collectors.toSet());
    for (ValueInfoProto input : graph.getInputList()) {
      if (!given.contains(input.getName()) && !input.getName().equals(CHOICE)) {
        outer.addInput(input);
      }
    }
    outer.addInput(Protos.value(CHOICE, Protos.BOOL));
    for (int i = 0; i < outputs.size(); i++) {
      outer.addOutput(graph.getOutput(i).toBuilder().setName(outputs.get(i)));
    }
    return outer.build();
  }
}
