package dev.brigandine.cli.tensors;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes what {@link JsonTensors} reads: {@code {"name":{"type":…,"shape":[…],"data":nested}}},
 * members in this order, tensors in theirs, on one line, UTF-8. Floats are the shortest decimals
 * that read back to the same bits.
 */
final class JsonTensorWriter {
  private final JsonWriter json;
  private int next;

  private JsonTensorWriter(JsonWriter json) {
    this.json = json;
  }

  static void write(OutputStream out, List<Tensor> tensors) throws IOException {
    OutputStreamWriter text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    JsonWriter json = new JsonWriter(text);
    json.setHtmlSafe(false);
    json.beginObject();
    for (Tensor tensor : tensors) {
      json.name(tensor.name());
      new JsonTensorWriter(json).tensor(tensor);
    }
    json.endObject();
    json.flush();
    text.write('\n');
    text.flush();
  }

  private void tensor(Tensor tensor) throws IOException {
    json.beginObject();
    json.name("type").value(tensor.type().id());
    json.name("shape").beginArray();
    for (long size : tensor.shape()) {
      json.value(size);
    }
    json.endArray();
    json.name("data");
    boolean strings = tensor.type() == ElementType.STRING;
    axis(tensor, strings ? null : tensor.data(), tensor.shape(), 0);
    json.endObject();
  }

  private void axis(Tensor tensor, ByteBuffer data, long[] shape, int depth) throws IOException {
    if (depth == shape.length) {
      element(tensor, data, next++);
      return;
    }
    json.beginArray();
    for (long i = 0; i < shape[depth]; i++) {
      axis(tensor, data, shape, depth + 1);
    }
    json.endArray();
  }

  private void element(Tensor tensor, ByteBuffer data, int index) throws IOException {
    ElementType type = tensor.type();
    if (type == ElementType.STRING) {
      json.value(tensor.strings().get(index));
      return;
    }
    if (type.kind() == ElementType.Kind.FLOAT
        && !Double.isFinite(Conversion.floating(data, index, type))) {
      json.value(Conversion.text(data, index, type));
      return;
    }
    json.jsonValue(Conversion.text(data, index, type));
  }
}
