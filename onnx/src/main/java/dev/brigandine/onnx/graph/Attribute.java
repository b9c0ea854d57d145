package dev.brigandine.onnx.graph;

import java.nio.charset.StandardCharsets;
import java.util.List;

/** The value of a node's attribute. */
public sealed interface Attribute {
  /** {@code INT}. */
  record Int(long value) implements Attribute {}

  /** {@code FLOAT}. */
  record Real(float value) implements Attribute {}

  /** {@code STRING}; any bytes, mostly UTF-8. */
  record Text(String value) implements Attribute {
    /** From bytes, decoded so that the same bytes come out again (ISO 8859-1). */
    public static Text of(byte[] bytes) {
      return new Text(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    /** The bytes that {@link #of} was given. */
    public byte[] bytes() {
      return value.getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** {@code INTS}. */
  record Ints(List<Long> values) implements Attribute {}

  /** {@code FLOATS}. */
  record Reals(List<Float> values) implements Attribute {}

  /** {@code STRINGS}, each as {@link Text} has it. */
  record Texts(List<String> values) implements Attribute {}

  /** {@code TENSOR} that is no weight, as of ConstantOfShape; of any element type but string. */
  record Tensor(Constant value) implements Attribute {}

  /** {@code GRAPH}: a branch or a loop's body. */
  record Body(Graph value) implements Attribute {}

  /** {@code GRAPHS}. */
  record Bodies(List<Graph> values) implements Attribute {}

  /** Anything else, as a serialized AttributeProto, to be written as it was read. */
  record Opaque(byte[] proto) implements Attribute {}
}
