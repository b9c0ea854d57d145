package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.Optional;

/** The value of a Constant node as a tensor, whichever of its attributes it is in. */
final class Constants {
  private Constants() {}

  /** Empty for strings and sparse tensors, and for what is no Constant node at all. */
  static Optional<TensorProto> value(NodeProto node) {
    if (!GraphIndex.isConstant(node) || node.getOutput(0).isEmpty()) {
      return Optional.empty();
    }
    AttributeProto attribute = node.getAttribute(0);
    TensorProto.Builder tensor = TensorProto.newBuilder();
    switch (attribute.getName()) {
      case "value" -> {
        if (!attribute.hasT()) {
          return Optional.empty();
        }
        tensor.mergeFrom(attribute.getT());
      }
      case "value_float" -> tensor.setDataType(ElementType.FLOAT.id).addFloatData(attribute.getF());
      case "value_floats" ->
          tensor
              .setDataType(ElementType.FLOAT.id)
              .addDims(attribute.getFloatsCount())
              .addAllFloatData(attribute.getFloatsList());
      case "value_int" -> tensor.setDataType(ElementType.INT64.id).addInt64Data(attribute.getI());
      case "value_ints" ->
          tensor
              .setDataType(ElementType.INT64.id)
              .addDims(attribute.getIntsCount())
              .addAllInt64Data(attribute.getIntsList());
      default -> {
        return Optional.empty();
      }
    }
    return Optional.of(tensor.setName(node.getOutput(0)).build());
  }
}
