package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.model.ElementType;

/** ONNX's {@code TensorProto.DataType}, which the protocol speaks. */
final class ElementNumbers {
  private static final ElementType[] BY_NUMBER = new ElementType[17];

  static {
    for (ElementType type : ElementType.values()) {
      BY_NUMBER[of(type)] = type;
    }
  }

  private ElementNumbers() {}

  static int of(ElementType type) {
    return switch (type) {
      case FP32 -> 1;
      case UINT8 -> 2;
      case INT8 -> 3;
      case INT16 -> 5;
      case INT32 -> 6;
      case INT64 -> 7;
      case BYTES -> 8;
      case BOOL -> 9;
      case FP16 -> 10;
      case FP64 -> 11;
      case BF16 -> 16;
    };
  }

  /**
   * @throws BrigandineException ({@link ErrorCode#BAD_INPUT})
   */
  static ElementType of(int number) {
    if (number >= BY_NUMBER.length || BY_NUMBER[number] == null) {
      throw new BrigandineException(
          ErrorCode.BAD_INPUT, "element type " + number + " is not taken", null);
    }
    return BY_NUMBER[number];
  }
}
