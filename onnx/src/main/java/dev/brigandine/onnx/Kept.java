package dev.brigandine.onnx;

/**
 * Data that stays in the skeleton, readable to whoever can read the skeleton.
 *
 * @param name of the tensor, or of the value it gives
 * @param bytes of data
 * @param reason why it stays
 */
public record Kept(String name, long bytes, Reason reason) {
  /** Why data stays in the graph. */
  public enum Reason {
    /** Small integers or booleans: shapes, axes, indices, which are read when a model is loaded. */
    SMALL,
    /** A few floats that shape inference reads when a model is loaded: the scales of a Resize. */
    SHAPE_INFERENCE,
    /** An element type that ONNX Runtime's Java API cannot make: int4, uint16, float8, … */
    TYPE,
    /** Strings. */
    STRING,
    /** A tensor without elements. */
    EMPTY,
    /** A tensor in an attribute other than that of a Constant node. */
    ATTRIBUTE,
    /** Part of a sparse tensor. */
    SPARSE,
    /** In the body of a function that the model brings along. */
    FUNCTION
  }
}
