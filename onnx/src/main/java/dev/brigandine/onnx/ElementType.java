package dev.brigandine.onnx;

import java.util.Arrays;
import java.util.Optional;

/**
 * The element types of {@code TensorProto.DataType} in onnx.proto, newer ones than our protobuf
 * classes know included.
 */
enum ElementType {
  FLOAT(1, "float32", 32, Field.FLOAT, true),
  UINT8(2, "uint8", 8, Field.INT32, true),
  INT8(3, "int8", 8, Field.INT32, true),
  UINT16(4, "uint16", 16, Field.INT32, false),
  INT16(5, "int16", 16, Field.INT32, true),
  INT32(6, "int32", 32, Field.INT32, true),
  INT64(7, "int64", 64, Field.INT64, true),
  STRING(8, "string", 0, Field.STRING, false),
  BOOL(9, "bool", 8, Field.INT32, true),
  FLOAT16(10, "float16", 16, Field.INT32, true),
  DOUBLE(11, "float64", 64, Field.DOUBLE, true),
  UINT32(12, "uint32", 32, Field.UINT64, false),
  UINT64(13, "uint64", 64, Field.UINT64, false),
  COMPLEX64(14, "complex64", 64, Field.FLOAT, false),
  COMPLEX128(15, "complex128", 128, Field.DOUBLE, false),
  BFLOAT16(16, "bfloat16", 16, Field.INT32, true),
  FLOAT8E4M3FN(17, "float8e4m3fn", 8, Field.INT32, false),
  FLOAT8E4M3FNUZ(18, "float8e4m3fnuz", 8, Field.INT32, false),
  FLOAT8E5M2(19, "float8e5m2", 8, Field.INT32, false),
  FLOAT8E5M2FNUZ(20, "float8e5m2fnuz", 8, Field.INT32, false),
  UINT4(21, "uint4", 4, Field.INT32, false),
  INT4(22, "int4", 4, Field.INT32, false),
  FLOAT4E2M1(23, "float4e2m1", 4, Field.INT32, false),
  FLOAT8E8M0(24, "float8e8m0", 8, Field.INT32, false),
  UINT2(25, "uint2", 2, Field.INT32, false),
  INT2(26, "int2", 2, Field.INT32, false);

  /** The field of TensorProto that holds elements of a type unless raw_data does. */
  enum Field {
    FLOAT(4),
    INT32(5),
    STRING(6),
    INT64(7),
    DOUBLE(10),
    UINT64(11);

    final int number;

    Field(int number) {
      this.number = number;
    }
  }

  final int id;
  final String text;
  final int bits;
  final Field field;

  /** Whether ONNX Runtime's Java API can make such a tensor from bytes. */
  final boolean javaCan;

  ElementType(int id, String text, int bits, Field field, boolean javaCan) {
    this.id = id;
    this.text = text;
    this.bits = bits;
    this.field = field;
    this.javaCan = javaCan;
  }

  static Optional<ElementType> of(int id) {
    // The ids are 1, 2, 3, ... without a gap.
    return id >= 1 && id <= values().length ? Optional.of(values()[id - 1]) : Optional.empty();
  }

  /** By the word used in {@link ValueDescription}. */
  static Optional<ElementType> named(String text) {
    return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
  }

  boolean isFloating() {
    return switch (this) {
      case FLOAT, FLOAT16, DOUBLE, BFLOAT16 -> true;
      default -> false;
    };
  }

  /** Bytes of {@code elements} elements in the layout of raw_data, small types packed. */
  long byteLength(long elements) {
    return Math.addExact(Math.multiplyExact(elements, (long) bits), 7) / 8;
  }

  /** Bytes that one entry of the typed field stands for in raw_data. */
  int entryBytes() {
    return switch (this) {
      case COMPLEX64 -> 4;
      case COMPLEX128 -> 8;
      // Entries of types under one byte hold a whole byte of packed elements.
      default -> Math.max(1, bits / 8);
    };
  }
}
