package dev.brigandine.vault.http;

import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The protocol's inference response, with binary data behind it for the outputs that want it. */
final class AnswerWriter {
  private AnswerWriter() {}

  /**
   * Refuses, before anything runs, outputs that JSON cannot carry.
   *
   * @throws dev.brigandine.bundle.BrigandineException ({@link
   *     dev.brigandine.bundle.ErrorCode#BAD_INPUT})
   */
  static void check(InferRequest request, List<TensorSpec> outputs) {
    for (TensorSpec spec : outputs) {
      boolean wanted = request.outputs().isEmpty() || request.outputNames().contains(spec.name());
      Optional<ElementType> type = ElementType.ofWord(spec.type());
      boolean half = type.filter(it -> isHalf(it)).isPresent();
      if (wanted && half && !request.isBinary(spec.name())) {
        throw Bad.input(
            "output "
                + Bad.shown(spec.name())
                + " is "
                + type.get().protocolName()
                + ", which JSON cannot carry",
            "ask for it as binary data: its parameter binary_data, or the request's"
                + " binary_data_output");
      }
    }
  }

  private static boolean isHalf(ElementType type) {
    return type == ElementType.FP16 || type == ElementType.BF16;
  }

  /**
   * Writes the JSON text.
   *
   * @return what goes behind it as binary data, in this order
   */
  static List<ByteBuffer> write(JsonOut out, String model, InferRequest request, Answer answer) {
    List<ByteBuffer> apart = new ArrayList<>();
    out.raw("{\"model_name\":").string(model);
    out.raw(",\"model_version\":\"").integer(answer.version()).raw('"');
    request.id().ifPresent(id -> out.raw(",\"id\":").string(id));
    out.raw(",\"outputs\":[");
    boolean first = true;
    for (Tensor output : answer.outputs()) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      head(out, output);
      if (request.isBinary(output.name())) {
        apart.add(output.data().duplicate());
        out.raw(",\"parameters\":{\"binary_data_size\":");
        out.integer(output.data().remaining()).raw("}}");
      } else {
        out.raw(",\"data\":[");
        data(out, output);
        out.raw("]}");
      }
    }
    out.raw("]}");
    return apart;
  }

  private static void head(JsonOut out, Tensor output) {
    out.raw("{\"name\":").string(output.name());
    out.raw(",\"datatype\":\"").raw(output.type().protocolName());
    out.raw("\",\"shape\":[");
    for (int i = 0; i < output.shape().length; i++) {
      if (i > 0) {
        out.raw(',');
      }
      out.integer(output.shape()[i]);
    }
    out.raw(']');
  }

  private static void data(JsonOut out, Tensor output) {
    ByteBuffer data = output.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    boolean first = true;
    while (data.hasRemaining()) {
      if (!first) {
        out.raw(',');
      }
      first = false;
      switch (output.type()) {
        case FP32 -> out.number(data.getFloat());
        case INT64 -> out.integer(data.getLong());
        case INT32 -> out.integer(data.getInt());
        case FP64 -> out.number(data.getDouble());
        case INT16 -> out.integer(data.getShort());
        case INT8 -> out.integer(data.get());
        case UINT8 -> out.integer(data.get() & 0xff);
        case BOOL -> out.raw(data.get() == 0 ? "false" : "true");
        case BYTES -> text(out, data);
        default -> throw Bad.input(output.type().protocolName() + " is for binary data only");
      }
      out.spill();
    }
  }

  private static void text(JsonOut out, ByteBuffer data) {
    int length = data.getInt();
    out.utf8(data.slice(data.position(), length));
    data.position(data.position() + length);
  }
}
