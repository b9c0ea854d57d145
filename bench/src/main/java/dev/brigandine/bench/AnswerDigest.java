package dev.brigandine.bench;

import ai.onnxruntime.OnnxMap;
import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * SHA-256 over names, types, shapes and raw bytes of an answer: equal digests mean bit-identical
 * answers, NaN payloads and signed zeros included.
 */
final class AnswerDigest {
  private final MessageDigest digest;

  private AnswerDigest() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  static String of(Answer answer) throws OrtException {
    AnswerDigest all = new AnswerDigest();
    for (Map.Entry<String, OnnxValue> entry : answer.values()) {
      all.text(entry.getKey());
      all.value(entry.getValue());
    }
    return HexFormat.of().formatHex(all.digest.digest());
  }

  /** Of one output alone, its name left out. */
  static String of(OnnxValue value) throws OrtException {
    AnswerDigest one = new AnswerDigest();
    one.value(value);
    return HexFormat.of().formatHex(one.digest.digest());
  }

  private void value(OnnxValue value) throws OrtException {
    text(value.getType().name());
    if (value instanceof OnnxTensor tensor) {
      tensor(tensor);
    } else if (value instanceof OnnxSequence sequence) {
      for (OnnxValue element : sequence.getValue()) {
        try (element) {
          value(element);
        }
      }
    } else if (value instanceof OnnxMap map) {
      Map<String, Object> sorted = new TreeMap<>();
      map.getValue().forEach((key, element) -> sorted.put(key.toString(), element));
      sorted.forEach(
          (key, element) -> {
            text(key);
            text(bits(element));
          });
    } else {
      throw new BrigandineException(
          ErrorCode.BAD_INPUT,
          "an output is a " + value.getType() + ", which cannot be compared",
          "compare models whose outputs are tensors, sequences or maps");
    }
  }

  private void tensor(OnnxTensor tensor) throws OrtException {
    text(tensor.getInfo().onnxType.name());
    long[] shape = tensor.getInfo().getShape();
    number(shape.length);
    for (long size : shape) {
      number(size);
    }
    ByteBuffer data = tensor.getByteBuffer();
    if (data == null) {
      strings(tensor.getValue());
    } else {
      number(data.remaining());
      digest.update(data);
    }
  }

  private void strings(Object value) {
    if (value instanceof Object[] array) {
      for (Object element : array) {
        strings(element);
      }
    } else {
      text(String.valueOf(value));
    }
  }

  private static String bits(Object element) {
    if (element instanceof Float number) {
      return "f" + Float.floatToRawIntBits(number);
    }
    if (element instanceof Double number) {
      return "d" + Double.doubleToRawLongBits(number);
    }
    return String.valueOf(element);
  }

  private void text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    number(bytes.length);
    digest.update(bytes);
  }

  private void number(long value) {
    for (int shift = 56; shift >= 0; shift -= 8) {
      digest.update((byte) (value >>> shift));
    }
  }
}
