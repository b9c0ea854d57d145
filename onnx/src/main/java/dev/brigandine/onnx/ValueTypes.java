package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.brigandine.onnx.graph.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Between TypeProto and {@link ValueType}. */
final class ValueTypes {
  private ValueTypes() {}

  static ValueType of(ValueInfoProto value) {
    TypeProto type = value.getType();
    if (type.hasTensorType()) {
      TypeProto.Tensor tensor = type.getTensorType();
      return new ValueType(
          tensor.getElemType(), tensor.hasShape() ? dims(tensor.getShape()) : null, null);
    }
    boolean unset = type.getValueCase() == TypeProto.ValueCase.VALUE_NOT_SET;
    return unset && type.getUnknownFields().asMap().isEmpty()
        ? ValueType.unknown()
        : new ValueType(0, null, type.toByteArray());
  }

  private static List<String> dims(TensorShapeProto shape) {
    List<String> dims = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : shape.getDimList()) {
      if (dim.hasDimValue() && dim.getDimValue() >= 0) {
        dims.add(Long.toString(dim.getDimValue()));
      } else {
        // A symbol that looks like a size must not become one.
        String symbol = dim.getDimParam();
        dims.add(symbol.isEmpty() || symbol.matches("[0-9]+") ? "?" : symbol);
      }
    }
    return dims;
  }

  static ValueInfoProto message(String name, ValueType type) throws OnnxException {
    ValueInfoProto.Builder value = ValueInfoProto.newBuilder().setName(name);
    if (type.proto() != null) {
      try {
        return value.setType(TypeProto.parseFrom(type.proto())).build();
      } catch (InvalidProtocolBufferException e) {
        throw new OnnxException(
            "bad-graph", "the type of " + OnnxException.quote(name) + " does not parse", null, e);
      }
    }
    if (type.elementType() == 0) {
      return value.build();
    }
    TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder();
    tensor.setElemType(type.elementType());
    if (type.dims() != null) {
      tensor.setShape(shape(type.dims()));
    }
    return value.setType(TypeProto.newBuilder().setTensorType(tensor)).build();
  }

  private static TensorShapeProto shape(List<String> dims) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (String dim : dims) {
      TensorShapeProto.Dimension.Builder axis = shape.addDimBuilder();
      if (isSize(dim)) {
        axis.setDimValue(Long.parseLong(dim));
      } else if (!dim.equals("?")) {
        axis.setDimParam(dim);
      }
    }
    return shape.build();
  }

  private static boolean isSize(String dim) {
    if (!dim.matches("[0-9]{1,19}")) {
      return false;
    }
    try {
      return Long.parseLong(dim) >= 0;
    } catch (NumberFormatException e) {
      return false; // 19 digits and over 2^63
    }
  }
}
