package dev.brigandine.audit.process;

import java.util.List;

/**
 * What the victim's agent sends: after the token, frames of a byte, a length and a body, whose
 * numbers are big-endian. A body that holds elements ends with them.
 */
final class Frames {
  /** Where the audit listens, as {@code port:token}. In the environment, where few can look. */
  static final String VARIABLE = "BRIGANDINE_AUDIT_HOOK";

  static final int TOKEN = 32;

  /** Session, options, {@link #FILE} or {@link #BYTES}; then a path or a model. */
  static final int SESSION = 1;

  /** Options, name, type, shape, elements. */
  static final int INITIALIZER = 2;

  /** Id, type, shape, elements. */
  static final int TENSOR = 3;

  /** Session, inputs, outputs: names with the ids of their values. */
  static final int RUN = 4;

  /** Inputs, outputs, by the application's names. */
  static final int CALL = 5;

  /** What failed in the agent. */
  static final int FAILURE = 6;

  static final int FILE = 0;
  static final int BYTES = 1;

  private static final List<String> TYPES =
      List.of(
          "UNDEFINED",
          "FLOAT",
          "UINT8",
          "INT8",
          "UINT16",
          "INT16",
          "INT32",
          "INT64",
          "STRING",
          "BOOL",
          "FLOAT16",
          "DOUBLE",
          "UINT32",
          "UINT64",
          "COMPLEX64",
          "COMPLEX128",
          "BFLOAT16");

  private Frames() {}

  /** {@code TensorProto.DataType} by the name that ONNX Runtime's Java API has; -1 for others. */
  static int type(String name) {
    return TYPES.indexOf(name.replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", ""));
  }
}
