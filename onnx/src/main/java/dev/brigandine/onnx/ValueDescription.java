package dev.brigandine.onnx;

import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * The public face of a model's input or output.
 *
 * @param name as the model declares it
 * @param type of the elements: {@code float32}, {@code float16}, {@code bfloat16}, {@code float64},
 *     {@code int8}, {@code uint8}, …, {@code bool}, {@code string}; {@code other} for what is no
 *     dense tensor (sequences, maps, optionals)
 * @param shape one entry an axis: a decimal size, a symbol such as {@code batch}, or {@code ?}
 *     where the model says nothing; empty for a scalar; the one entry {@code ...} if not even the
 *     number of axes is known
 */
public record ValueDescription(String name, String type, List<String> shape) {
  /** The single entry of a shape of unknown rank. */
  public static final String UNKNOWN_RANK = "...";

  /** Copies {@code shape}. */
  public ValueDescription {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
    shape = List.copyOf(shape);
  }

  static ValueDescription of(ValueInfoProto value) {
    TypeProto type = value.getType();
    if (!type.hasTensorType()) {
      return new ValueDescription(value.getName(), "other", List.of());
    }
    TypeProto.Tensor tensor = type.getTensorType();
    String element = ElementType.of(tensor.getElemType()).map(t -> t.text).orElse("other");
    return new ValueDescription(
        value.getName(),
        element,
        tensor.hasShape() ? shape(tensor.getShape()) : List.of(UNKNOWN_RANK));
  }

  private static List<String> shape(TensorShapeProto shape) {
    List<String> axes = new ArrayList<>();
    for (TensorShapeProto.Dimension dim : shape.getDimList()) {
      if (dim.hasDimValue() && dim.getDimValue() >= 0) {
        axes.add(Long.toString(dim.getDimValue()));
      } else if (dim.hasDimParam() && !dim.getDimParam().isEmpty()) {
        axes.add(dim.getDimParam());
      } else {
        axes.add("?");
      }
    }
    return axes;
  }
}
