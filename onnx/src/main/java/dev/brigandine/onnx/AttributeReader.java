package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.AttributeProto.AttributeType;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.brigandine.onnx.graph.Attribute;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** From AttributeProto to {@link Attribute}. Documentation is left behind. */
final class AttributeReader {
  /** How to read a body. */
  interface Bodies {
    Graph read(GraphProto body) throws IOException;
  }

  private final Tensors tensors;
  private final Whole whole;

  AttributeReader(Tensors tensors, Whole whole) {
    this.tensors = tensors;
    this.whole = whole;
  }

  /** The tensor, which holds no strings; its elements stay where they are. */
  Constant constant(TensorProto tensor) throws IOException {
    return new Constant(
        Tensors.type(tensor).id, tensor.getDimsList(), new TensorData.Stored(tensors.data(tensor)));
  }

  Attribute read(AttributeProto attribute, Bodies bodies) throws IOException {
    return switch (type(attribute)) {
      case INT -> new Attribute.Int(attribute.getI());
      case FLOAT -> new Attribute.Real(attribute.getF());
      case STRING -> text(attribute.getS());
      case INTS -> new Attribute.Ints(List.copyOf(attribute.getIntsList()));
      case FLOATS -> new Attribute.Reals(List.copyOf(attribute.getFloatsList()));
      case STRINGS ->
          new Attribute.Texts(
              attribute.getStringsList().stream().map(s -> text(s).value()).toList());
      case TENSOR ->
          attribute.getT().getDataType() == ElementType.STRING.id
              ? opaque(attribute)
              : new Attribute.Tensor(constant(attribute.getT()));
      case GRAPH -> new Attribute.Body(bodies.read(attribute.getG()));
      case GRAPHS -> {
        List<Graph> read = new ArrayList<>();
        for (GraphProto body : attribute.getGraphsList()) {
          read.add(bodies.read(body));
        }
        yield new Attribute.Bodies(List.copyOf(read));
      }
      default -> opaque(attribute);
    };
  }

  private static Attribute.Text text(ByteString bytes) {
    return Attribute.Text.of(bytes.toByteArray());
  }

  /** Graphs have no business in it: what they read would not be known. */
  private Attribute opaque(AttributeProto attribute) throws IOException {
    AttributeProto.Builder rest = attribute.toBuilder().clearDocString().clearG().clearGraphs();
    return new Attribute.Opaque(whole.of(rest.build()).toByteArray());
  }

  /** IR version 1 does without the type: then it is told by what is there. */
  private static AttributeType type(AttributeProto attribute) {
    AttributeType type = attribute.getType();
    if (type != AttributeType.UNDEFINED || !attribute.getRefAttrName().isEmpty()) {
      return type;
    }
    return attribute.hasF()
        ? AttributeType.FLOAT
        : attribute.hasI()
            ? AttributeType.INT
            : attribute.hasS()
                ? AttributeType.STRING
                : attribute.hasT()
                    ? AttributeType.TENSOR
                    : attribute.hasG() ? AttributeType.GRAPH : listType(attribute);
  }

  private static AttributeType listType(AttributeProto attribute) {
    return attribute.getFloatsCount() > 0
        ? AttributeType.FLOATS
        : attribute.getIntsCount() > 0
            ? AttributeType.INTS
            : attribute.getStringsCount() > 0
                ? AttributeType.STRINGS
                : attribute.getGraphsCount() > 0 ? AttributeType.GRAPHS : AttributeType.UNDEFINED;
  }
}
