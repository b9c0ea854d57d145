package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.FunctionProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From a graph to messages; see {@link OnnxModel#of}. As in a model that was read, marks stand in
 * tensors for their elements.
 */
final class GraphWriter {
  /** Initializers without an input of the same name are constants from this IR version on. */
  private static final long IR_VERSION = 4;

  /** Integers up to this many bytes are put in at once, since sample inputs are made by them. */
  private static final long SMALL = 64;

  private final List<TensorData> data = new ArrayList<>();

  /** What the marks stand for, by index. */
  List<TensorData> data() {
    return data;
  }

  ModelProto model(ModelGraph model) throws IOException {
    ModelProto.Builder out = ModelProto.newBuilder();
    out.setIrVersion(Math.max(IR_VERSION, model.irVersion()));
    Map<String, Long> opsets = new TreeMap<>(model.opsets());
    if (opsets.isEmpty()) {
      opsets.put("", model.opset());
    }
    opsets.forEach(
        (domain, version) ->
            out.addOpsetImport(
                OperatorSetIdProto.newBuilder().setDomain(domain).setVersion(version)));
    for (byte[] function : model.functions()) {
      try {
        out.addFunctions(FunctionProto.parseFrom(function));
      } catch (InvalidProtocolBufferException e) {
        throw new OnnxException("bad-graph", "a function does not parse", null, e);
      }
    }
    return out.setGraph(graph(model.graph())).build();
  }

  private GraphProto graph(Graph graph) throws IOException {
    GraphProto.Builder out = GraphProto.newBuilder().setName("graph");
    for (Map.Entry<String, ValueType> input : graph.inputs().entrySet()) {
      out.addInput(ValueTypes.message(input.getKey(), input.getValue()));
    }
    for (Map.Entry<String, ValueType> output : graph.outputs().entrySet()) {
      out.addOutput(ValueTypes.message(output.getKey(), output.getValue()));
    }
    for (Map.Entry<String, Constant> constant : graph.constants().entrySet()) {
      out.addInitializer(tensor(constant.getValue()).setName(constant.getKey()));
    }
    for (Node node : graph.nodes()) {
      out.addNode(node(node));
    }
    return out.build();
  }

  private TensorProto.Builder tensor(Constant constant) throws IOException {
    TensorProto.Builder out =
        TensorProto.newBuilder().setDataType(constant.elementType()).addAllDims(constant.shape());
    boolean integers = constant.elementType() == ElementType.INT64.id;
    if (integers && constant.elements().byteLength() <= SMALL) {
      return out.setRawData(ByteString.copyFrom(constant.load()));
    }
    UnknownFieldSet.Field mark = UnknownFieldSet.Field.newBuilder().addVarint(data.size()).build();
    data.add(
        constant.elements() instanceof TensorData.Stored stored
            ? stored.data()
            : new TensorData.Computed(constant.elements()));
    return out.setUnknownFields(UnknownFieldSet.newBuilder().addField(Slice.MARK, mark).build());
  }

  private NodeProto node(Node node) throws IOException {
    NodeProto.Builder out =
        NodeProto.newBuilder()
            .setOpType(node.op())
            .addAllInput(node.inputs())
            .addAllOutput(node.outputs());
    if (!node.name().isEmpty()) {
      out.setName(node.name());
    }
    if (!node.domain().isEmpty()) {
      out.setDomain(node.domain());
    }
    for (Map.Entry<String, Attribute> attribute : node.attributes().entrySet()) {
      out.addAttribute(attribute(attribute.getKey(), attribute.getValue()));
    }
    return out.build();
  }

  private AttributeProto attribute(String name, Attribute attribute) throws IOException {
    AttributeProto.Builder out = AttributeProto.newBuilder().setName(name);
    if (attribute instanceof Attribute.Int value) {
      out.setType(AttributeType.INT).setI(value.value());
    } else if (attribute instanceof Attribute.Real value) {
      out.setType(AttributeType.FLOAT).setF(value.value());
    } else if (attribute instanceof Attribute.Text value) {
      out.setType(AttributeType.STRING).setS(bytes(value.value()));
    } else if (attribute instanceof Attribute.Ints value) {
      out.setType(AttributeType.INTS).addAllInts(value.values());
    } else if (attribute instanceof Attribute.Reals value) {
      out.setType(AttributeType.FLOATS).addAllFloats(value.values());
    } else if (attribute instanceof Attribute.Texts value) {
      out.setType(AttributeType.STRINGS);
      value.values().forEach(text -> out.addStrings(bytes(text)));
    } else if (attribute instanceof Attribute.Tensor value) {
      out.setType(AttributeType.TENSOR).setT(tensor(value.value()));
    } else if (attribute instanceof Attribute.Body value) {
      out.setType(AttributeType.GRAPH).setG(graph(value.value()));
    } else if (attribute instanceof Attribute.Bodies value) {
      out.setType(AttributeType.GRAPHS);
      for (Graph body : value.values()) {
        out.addGraphs(graph(body));
      }
    } else if (attribute instanceof Attribute.Opaque value) {
      try {
        return AttributeProto.parseFrom(value.proto()).toBuilder().setName(name).build();
      } catch (InvalidProtocolBufferException e) {
        throw new OnnxException(
            "bad-graph", "the attribute " + OnnxException.quote(name) + " does not parse", null, e);
      }
    }
    return out.build();
  }

  private static ByteString bytes(String text) {
    return ByteString.copyFrom(text, StandardCharsets.ISO_8859_1);
  }
}
