package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.HashMap;
import java.util.Map;

/**
 * A function with numbers for the names of its values, and without documentation. What it is
 * called, its attributes and its operators stay: whoever calls it says these.
 */
final class FunctionNames {
  private final Map<String, String> names = new HashMap<>();

  private FunctionNames() {}

  static FunctionProto without(FunctionProto function) {
    FunctionNames names = new FunctionNames();
    FunctionProto.Builder plain =
        function.toBuilder().clearDocString().clearValueInfo().clearMetadataProps();
    for (int i = 0; i < plain.getInputCount(); i++) {
      plain.setInput(i, names.of(plain.getInput(i)));
    }
    for (int i = 0; i < plain.getOutputCount(); i++) {
      plain.setOutput(i, names.of(plain.getOutput(i)));
    }
    plain.getNodeBuilderList().forEach(names::rename);
    return plain.build();
  }

  private void rename(NodeProto.Builder node) {
    node.clearName().clearDocString().clearMetadataProps();
    for (int i = 0; i < node.getInputCount(); i++) {
      node.setInput(i, of(node.getInput(i)));
    }
    for (int i = 0; i < node.getOutputCount(); i++) {
      node.setOutput(i, of(node.getOutput(i)));
    }
    for (AttributeProto.Builder attribute : node.getAttributeBuilderList()) {
      attribute.clearDocString();
      if (attribute.hasG()) {
        rename(attribute.getGBuilder());
      }
      attribute.getGraphsBuilderList().forEach(this::rename);
      if (attribute.hasT()) {
        attribute.getTBuilder().clearName().clearDocString();
      }
    }
  }

  private void rename(GraphProto.Builder graph) {
    graph
        .clearName()
        .clearDocString()
        .clearValueInfo()
        .clearQuantizationAnnotation()
        .clearMetadataProps();
    graph.getInputBuilderList().forEach(this::rename);
    graph.getOutputBuilderList().forEach(this::rename);
    for (TensorProto.Builder tensor : graph.getInitializerBuilderList()) {
      tensor.setName(of(tensor.getName())).clearDocString();
    }
    graph.getNodeBuilderList().forEach(this::rename);
    // A graph has to have a name.
    graph.setName("g");
  }

  /** Symbols of sizes go, too: an engine sees the sizes when it runs the model. */
  private void rename(ValueInfoProto.Builder value) {
    value.setName(of(value.getName())).clearDocString();
    if (value.getType().getTensorType().hasShape()) {
      value
          .getTypeBuilder()
          .clearDenotation()
          .getTensorTypeBuilder()
          .getShapeBuilder()
          .getDimBuilderList()
          .forEach(dim -> dim.clearDenotation().clearDimParam());
    }
  }

  /** One new name for each old one, so that what hides what stays the same. */
  private String of(String name) {
    return name.isEmpty() ? name : names.computeIfAbsent(name, n -> "f" + names.size());
  }
}
