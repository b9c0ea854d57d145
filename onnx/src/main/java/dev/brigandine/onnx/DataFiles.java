package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;

/** The files beside a model that its tensors, of subgraphs too, keep their data in. */
final class DataFiles {
  private final Tensors tensors;
  private final Set<Path> files = new LinkedHashSet<>();

  private DataFiles(Tensors tensors) {
    this.tensors = tensors;
  }

  static Set<Path> of(GraphProto graph, Tensors tensors) throws IOException {
    DataFiles found = new DataFiles(tensors);
    found.add(graph);
    return found.files;
  }

  private void add(GraphProto graph) throws IOException {
    for (TensorProto tensor : graph.getInitializerList()) {
      add(tensor);
    }
    for (NodeProto node : graph.getNodeList()) {
      for (AttributeProto attribute : node.getAttributeList()) {
        if (attribute.hasT()) {
          add(attribute.getT());
        }
        if (attribute.hasG()) {
          add(attribute.getG());
        }
        for (GraphProto inner : attribute.getGraphsList()) {
          add(inner);
        }
      }
    }
  }

  private void add(TensorProto tensor) throws IOException {
    if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL
        && tensors.data(tensor) instanceof TensorData.InFile data) {
      files.add(data.file());
    }
  }
}
