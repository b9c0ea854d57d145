package dev.brigandine.audit.endpoint;

import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.brigandine.armor.engine.Tensor;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the answer to an inference of the Open Inference Protocol V2, as JSON. Outputs of other
 * types than floats and signed integers are left out.
 */
final class Inference {
  private static final int MOST_OUTPUTS = 64;
  private static final int MOST_AXES = 16;
  private static final int MOST_NUMBERS = 1 << 24;

  /** Of values that are passed over. */
  private static final int DEEPEST = 32;

  private Inference() {}

  /**
   * The outputs by name.
   *
   * @throws IOException if it is no such answer
   */
  static Map<String, Tensor> read(byte[] text) throws IOException {
    try (JsonReader json =
        new JsonReader(
            new InputStreamReader(new ByteArrayInputStream(text), StandardCharsets.UTF_8))) {
      Map<String, Tensor> outputs = new LinkedHashMap<>();
      json.beginObject();
      while (json.hasNext()) {
        if (json.nextName().equals("outputs")) {
          json.beginArray();
          while (json.hasNext()) {
            if (outputs.size() == MOST_OUTPUTS) {
              throw new IOException("the server's answer has too many outputs");
            }
            output(json, outputs);
          }
          json.endArray();
        } else {
          skip(json, 0);
        }
      }
      json.endObject();
      if (json.peek() != JsonToken.END_DOCUMENT) {
        throw new IOException("the server's answer goes on after its end");
      }
      return outputs;
    } catch (MalformedJsonException
        | EOFException
        | IllegalStateException
        | NumberFormatException e) {
      throw new IOException("the server's answer is no inference response in JSON", e);
    }
  }

  private static void output(JsonReader json, Map<String, Tensor> outputs) throws IOException {
    String name = null;
    String type = null;
    long[] shape = null;
    Numbers numbers = new Numbers();
    json.beginObject();
    while (json.hasNext()) {
      switch (json.nextName()) {
        case "name" -> name = json.nextString();
        case "datatype" -> type = json.nextString();
        case "shape" -> shape = shape(json);
        case "data" -> numbers = numbers(json);
        default -> skip(json, 0);
      }
    }
    json.endObject();
    if (name == null || type == null || shape == null) {
      throw new IOException("an output of the server's answer lacks its name, datatype or shape");
    }
    int element = element(type);
    if (element == 0) {
      return;
    }
    if (product(shape) != numbers.count) {
      throw new IOException(
          "an output of the server's answer has not as many numbers as its shape");
    }
    outputs.put(name, Tensor.of(element, shape, data(element, numbers)));
  }

  private static int element(String type) {
    return switch (type) {
      case "FP32" -> 1;
      case "FP64" -> 11;
      case "INT64" -> 7;
      case "INT32" -> 6;
      default -> 0;
    };
  }

  private static ByteBuffer data(int element, Numbers numbers) {
    boolean wide = element == 7 || element == 11;
    ByteBuffer data =
        ByteBuffer.allocate(numbers.count * (wide ? 8 : 4)).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < numbers.count; i++) {
      double value = numbers.values[i];
      switch (element) {
        case 1 -> data.putFloat((float) value);
        case 11 -> data.putDouble(value);
        case 7 -> data.putLong((long) value);
        default -> data.putInt((int) value);
      }
    }
    return data.flip();
  }

  private static long[] shape(JsonReader json) throws IOException {
    List<Long> sizes = new ArrayList<>();
    json.beginArray();
    while (json.hasNext()) {
      long size = json.nextLong();
      if (size < 0 || size > MOST_NUMBERS || sizes.size() == MOST_AXES) {
        throw new IOException("the shape of an output of the server's answer is out of bounds");
      }
      sizes.add(size);
    }
    json.endArray();
    return sizes.stream().mapToLong(size -> size).toArray();
  }

  private static long product(long[] shape) throws IOException {
    long product = 1;
    for (long size : shape) {
      product *= size;
      if (product > MOST_NUMBERS) {
        throw new IOException("the shape of an output of the server's answer is out of bounds");
      }
    }
    return product;
  }

  /** Row by row or nested as the shape is; strings and truth values count as NaN. */
  private static Numbers numbers(JsonReader json) throws IOException {
    Numbers numbers = new Numbers();
    int depth = 0;
    do {
      switch (json.peek()) {
        case BEGIN_ARRAY -> {
          json.beginArray();
          if (++depth > MOST_AXES) {
            throw new IOException("an output of the server's answer is nested too deep");
          }
        }
        case END_ARRAY -> {
          json.endArray();
          depth--;
        }
        case NUMBER -> numbers.add(json.nextDouble());
        default -> numbers.add(other(json));
      }
    } while (depth > 0);
    return numbers;
  }

  private static double other(JsonReader json) throws IOException {
    if (json.peek() == JsonToken.STRING) {
      return switch (json.nextString()) {
        case "Infinity" -> Double.POSITIVE_INFINITY;
        case "-Infinity" -> Double.NEGATIVE_INFINITY;
        default -> Double.NaN;
      };
    }
    skip(json, DEEPEST);
    return Double.NaN;
  }

  /** Passes over a value, which must not be nested deeper than {@link #DEEPEST}. */
  private static void skip(JsonReader json, int depth) throws IOException {
    JsonToken token = json.peek();
    if (token != JsonToken.BEGIN_ARRAY && token != JsonToken.BEGIN_OBJECT) {
      json.skipValue();
      return;
    }
    if (depth >= DEEPEST) {
      throw new IOException("the server's answer is nested too deep");
    }
    boolean array = token == JsonToken.BEGIN_ARRAY;
    if (array) {
      json.beginArray();
    } else {
      json.beginObject();
    }
    while (json.hasNext()) {
      if (!array) {
        json.nextName();
      }
      skip(json, depth + 1);
    }
    if (array) {
      json.endArray();
    } else {
      json.endObject();
    }
  }

  /** Numbers that were read. */
  private static final class Numbers {
    private double[] values = new double[16];
    private int count;

    void add(double value) throws IOException {
      if (count == MOST_NUMBERS) {
        throw new IOException("an output of the server's answer has too many numbers");
      }
      if (count == values.length) {
        values = java.util.Arrays.copyOf(values, 2 * count);
      }
      values[count++] = value;
    }
  }
}
