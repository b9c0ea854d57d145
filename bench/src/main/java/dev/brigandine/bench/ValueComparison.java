package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.armor.Tolerances;
import dev.brigandine.armor.engine.Answers;
import dev.brigandine.armor.engine.Closeness;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.ShortBuffer;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntToDoubleFunction;

/** Two values of one output, compared bit by bit and then, where they differ, as numbers. */
final class ValueComparison {
  private ValueComparison() {}

  /**
   * @param tolerances what makes two values agree, or null if only identity does
   */
  static OutputDifference of(String name, OnnxValue plain, OnnxValue sealed, Tolerances tolerances)
      throws OrtException {
    String type = type(plain);
    if (AnswerDigest.of(plain).equals(AnswerDigest.of(sealed))) {
      return OutputDifference.none(name, type);
    }
    if (tolerances != null
        && plain instanceof OnnxTensor one
        && sealed instanceof OnnxTensor other) {
      Closeness found = tolerances.compare(name, Answers.of(one), Answers.of(other));
      return new OutputDifference(
          name, type, false, found.close(), found.absolute(), found.relative());
    }
    boolean comparable =
        plain instanceof OnnxTensor one
            && sealed instanceof OnnxTensor other
            && one.getInfo().onnxType == other.getInfo().onnxType
            && Arrays.equals(one.getInfo().getShape(), other.getInfo().getShape())
            && one.getByteBuffer() != null;
    return comparable
        ? numbers(name, type, (OnnxTensor) plain, (OnnxTensor) sealed)
        : OutputDifference.incomparable(name, type);
  }

  private static String type(OnnxValue value) {
    if (!(value instanceof OnnxTensor tensor)) {
      return value.getType().name().replace("ONNX_TYPE_", "").toLowerCase(Locale.ROOT);
    }
    String type = tensor.getInfo().onnxType.name().replace("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "");
    return switch (type) {
      case "FLOAT" -> "float32";
      case "DOUBLE" -> "float64";
      default -> type.toLowerCase(Locale.ROOT);
    };
  }

  private static OutputDifference numbers(
      String name, String type, OnnxTensor plain, OnnxTensor sealed) {
    IntToDoubleFunction one = elements(plain);
    IntToDoubleFunction other = elements(sealed);
    int count = (int) plain.getInfo().getNumElements();
    double worst = 0;
    double scale = 0;
    for (int i = 0; i < count; i++) {
      double wanted = one.applyAsDouble(i);
      scale = Double.isFinite(wanted) ? Math.max(scale, Math.abs(wanted)) : scale;
      worst = Math.max(worst, difference(wanted, other.applyAsDouble(i)));
    }
    double relative = worst == 0 ? 0 : worst / scale; // infinite if all was zero
    return new OutputDifference(name, type, false, false, worst, relative);
  }

  /** Two NaN are no difference, and neither are two infinities of one sign. */
  private static double difference(double wanted, double got) {
    if (Double.compare(wanted, got) == 0) {
      return 0;
    }
    double difference = Math.abs(wanted - got);
    return Double.isNaN(difference) ? Double.POSITIVE_INFINITY : difference;
  }

  private static IntToDoubleFunction elements(OnnxTensor tensor) {
    TensorInfo info = tensor.getInfo();
    switch (info.type) {
      case FLOAT, FLOAT16, BFLOAT16 -> {
        FloatBuffer values = tensor.getFloatBuffer();
        return values::get;
      }
      case DOUBLE -> {
        DoubleBuffer values = tensor.getDoubleBuffer();
        return values::get;
      }
      case INT64 -> {
        LongBuffer values = tensor.getLongBuffer();
        return values::get;
      }
      case INT32 -> {
        IntBuffer values = tensor.getIntBuffer();
        return values::get;
      }
      case INT16 -> {
        ShortBuffer values = tensor.getShortBuffer();
        return values::get;
      }
      case UINT8 -> {
        ByteBuffer values = tensor.getByteBuffer();
        return i -> values.get(i) & 0xff;
      }
      default -> {
        ByteBuffer values = tensor.getByteBuffer();
        return values::get;
      }
    }
  }
}
