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
import tools.jackson.core.JsonGenerator;

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
  static List<ByteBuffer> write(
      JsonGenerator json, String model, InferRequest request, Answer answer) {
    List<ByteBuffer> apart = new ArrayList<>();
    json.writeStartObject();
    json.writeStringProperty("model_name", model);
    json.writeStringProperty("model_version", Long.toString(answer.version()));
    request.id().ifPresent(id -> json.writeStringProperty("id", id));
    json.writeArrayPropertyStart("outputs");
    for (Tensor output : answer.outputs()) {
      json.writeStartObject();
      json.writeStringProperty("name", output.name());
      json.writeStringProperty("datatype", output.type().protocolName());
      json.writeName("shape");
      json.writeArray(output.shape(), 0, output.shape().length);
      if (request.isBinary(output.name())) {
        apart.add(output.data().duplicate());
        json.writeObjectPropertyStart("parameters");
        json.writeNumberProperty("binary_data_size", output.data().remaining());
        json.writeEndObject();
      } else {
        json.writeArrayPropertyStart("data");
        data(json, output);
        json.writeEndArray();
      }
      json.writeEndObject();
    }
    json.writeEndArray();
    json.writeEndObject();
    return apart;
  }

  /** NaN and the infinities, which JSON has no numbers for, Jackson writes as strings. */
  private static void data(JsonGenerator json, Tensor output) {
    ByteBuffer data = output.data().duplicate().order(ByteOrder.LITTLE_ENDIAN);
    while (data.hasRemaining()) {
      switch (output.type()) {
        case FP32 -> json.writeNumber(data.getFloat());
        case INT64 -> json.writeNumber(data.getLong());
        case INT32 -> json.writeNumber(data.getInt());
        case FP64 -> json.writeNumber(data.getDouble());
        case INT16 -> json.writeNumber(data.getShort());
        case INT8 -> json.writeNumber(data.get());
        case UINT8 -> json.writeNumber(data.get() & 0xff);
        case BOOL -> json.writeBoolean(data.get() != 0);
        case BYTES -> text(json, data);
        default -> throw Bad.input(output.type().protocolName() + " is for binary data only");
      }
    }
  }

  private static void text(JsonGenerator json, ByteBuffer data) {
    byte[] utf8 = new byte[data.getInt()];
    data.get(utf8);
    json.writeUTF8String(utf8, 0, utf8.length);
  }
}
