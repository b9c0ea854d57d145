package dev.brigandine.vault.model;

import ai.onnxruntime.OnnxJavaType;
import java.util.Optional;

/**
 * What a tensor's elements are: the words of {@link dev.brigandine.bundle.TensorSpec}, those of the
 * Open Inference Protocol ("Tensor Data Types"), and ONNX Runtime's. Unsigned integers of more than
 * eight bits are missing, since ONNX Runtime's Java API has none.
 */
public enum ElementType {
  BOOL("bool", "BOOL", 1, OnnxJavaType.BOOL),
  UINT8("uint8", "UINT8", 1, OnnxJavaType.UINT8),
  INT8("int8", "INT8", 1, OnnxJavaType.INT8),
  INT16("int16", "INT16", 2, OnnxJavaType.INT16),
  INT32("int32", "INT32", 4, OnnxJavaType.INT32),
  INT64("int64", "INT64", 8, OnnxJavaType.INT64),
  FP16("float16", "FP16", 2, OnnxJavaType.FLOAT16),
  BF16("bfloat16", "BF16", 2, OnnxJavaType.BFLOAT16),
  FP32("float32", "FP32", 4, OnnxJavaType.FLOAT),
  FP64("float64", "FP64", 8, OnnxJavaType.DOUBLE),
  /** Strings, each as 4 bytes of length (little-endian) and that many bytes of UTF-8. */
  BYTES("string", "BYTES", 0, OnnxJavaType.STRING);

  private final String word;
  private final String protocolName;
  private final int size;
  private final OnnxJavaType ort;

  ElementType(String word, String protocolName, int size, OnnxJavaType ort) {
    this.word = word;
    this.protocolName = protocolName;
    this.size = size;
    this.ort = ort;
  }

  /** By the word of a {@link dev.brigandine.bundle.TensorSpec}. */
  public static Optional<ElementType> ofWord(String word) {
    for (ElementType type : values()) {
      if (type.word.equals(word)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** By the protocol's name, {@code FP32}. */
  public static Optional<ElementType> ofProtocolName(String name) {
    for (ElementType type : values()) {
      if (type.protocolName.equals(name)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** As a {@link dev.brigandine.bundle.TensorSpec} spells it. */
  public String word() {
    return word;
  }

  /** As the Open Inference Protocol spells it. */
  public String protocolName() {
    return protocolName;
  }

  /** Bytes of one element; 0 for strings, whose length varies. */
  public int size() {
    return size;
  }

  /** As ONNX Runtime spells it. */
  public OnnxJavaType ort() {
    return ort;
  }
}
