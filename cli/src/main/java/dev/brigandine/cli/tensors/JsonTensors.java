package dev.brigandine.cli.tensors;

import static dev.brigandine.cli.tensors.BadTensors.bad;
import static dev.brigandine.cli.tensors.BadTensors.shown;

import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Reads tensors from a JSON object of {@code name: value}. A value is either nested arrays (a bare
 * number, string or bool is a scalar), whose element type is the one the model declares, or an
 * object {@code {"type": "int64", "shape": [2, 3], "data": …}} with {@code data} nested or flat;
 * {@code shape} may be left out where {@code data} is nested. Members may come in any order.
 *
 * <p>JSON has no NaN and no infinities: they are the strings {@code "NaN"}, {@code "Infinity"} and
 * {@code "-Infinity"}. A decimal becomes the nearest value of a floating type; an integer type
 * takes whole numbers in its range only.
 */
final class JsonTensors {
  private JsonTensors() {}

  /** Text that can be read twice. */
  @FunctionalInterface
  interface Source {
    Reader open() throws IOException;
  }

  /**
   * Reads all tensors, in the order of the text.
   *
   * @param what names the file in messages
   * @param declared tells the element type of a name that the model declares, else throws
   */
  static List<Tensor> read(
      Source source, String what, Function<String, ElementType> declared, Limits limits)
      throws IOException {
    // Types may stand behind the data that needs them, so a first pass finds them.
    Map<String, ElementType> types = pass(source, what, r -> types(r, declared, limits, what));
    return pass(source, what, r -> tensors(r, types, limits, what));
  }

  private interface Pass<T> {
    T read(JsonReader reader) throws IOException;
  }

  private static <T> T pass(Source source, String what, Pass<T> pass) throws IOException {
    try (JsonReader reader = new JsonReader(source.open())) {
      reader.setStrictness(Strictness.STRICT);
      T result;
      try {
        result = pass.read(reader);
        if (reader.peek() != JsonToken.END_DOCUMENT) {
          throw bad(what + " has text after its end");
        }
      } catch (MalformedJsonException | EOFException | IllegalStateException e) {
        throw bad(what + " is malformed JSON near " + shown(reader.getPath()));
      } catch (CharacterCodingException e) {
        throw bad(what + " is not UTF-8 text");
      }
      return result;
    }
  }

  private static Map<String, ElementType> types(
      JsonReader reader, Function<String, ElementType> declared, Limits limits, String what)
      throws IOException {
    Map<String, ElementType> types = new LinkedHashMap<>();
    if (reader.peek() != JsonToken.BEGIN_OBJECT) {
      throw bad(
          what + " is no JSON object of tensors", "write {\"input\": [[1, 2, 3]], …} with names");
    }
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      ElementType type =
          reader.peek() == JsonToken.BEGIN_OBJECT ? explicit(reader, name) : skip(reader);
      type = type == null ? declared.apply(name) : type;
      if (types.put(name, type) != null) {
        throw bad(what + " has tensor " + shown(name) + " twice");
      }
      if (types.size() > limits.tensors()) {
        throw bad(what + " has more than " + limits.tensors() + " tensors");
      }
    }
    reader.endObject();
    return types;
  }

  private static String typed() {
    return "say it: {\"type\": \"float32\", \"data\": [[1.5, 2]]}";
  }

  private static ElementType skip(JsonReader reader) throws IOException {
    reader.skipValue();
    return null;
  }

  private static ElementType explicit(JsonReader reader, String name) throws IOException {
    ElementType type = null;
    reader.beginObject();
    while (reader.hasNext()) {
      String member = reader.nextName();
      if (!member.equals("type")) {
        reader.skipValue();
        continue;
      }
      if (type != null) {
        throw bad("tensor " + shown(name) + " has type twice");
      }
      if (reader.peek() != JsonToken.STRING) {
        throw bad("the type of tensor " + shown(name) + " is no string", typed());
      }
      String id = reader.nextString();
      type =
          ElementType.of(id)
              .orElseThrow(
                  () -> bad("tensor " + shown(name) + " has unknown type " + shown(id), typed()));
    }
    reader.endObject();
    return type;
  }

  private static List<Tensor> tensors(
      JsonReader reader, Map<String, ElementType> types, Limits limits, String what)
      throws IOException {
    List<Tensor> tensors = new ArrayList<>();
    long budget = limits.totalBytes();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      ElementType type = types.get(name);
      if (type == null) {
        throw bad(what + " changed while it was read");
      }
      JsonElements elements = new JsonElements(name, type, budget);
      long[] shape = null;
      if (reader.peek() == JsonToken.BEGIN_OBJECT) {
        shape = members(reader, elements, name);
      } else {
        elements.read(reader);
      }
      tensors.add(elements.tensor(shape));
      budget -= elements.cost();
    }
    reader.endObject();
    return tensors;
  }

  /** Reads the typed form; returns the shape it states, or null. */
  private static long[] members(JsonReader reader, JsonElements elements, String name)
      throws IOException {
    long[] shape = null;
    boolean data = false;
    reader.beginObject();
    while (reader.hasNext()) {
      String member = reader.nextName();
      switch (member) {
        case "type" -> reader.skipValue();
        case "shape" -> {
          if (shape != null) {
            throw bad("tensor " + shown(name) + " has shape twice");
          }
          shape = shape(reader, name);
        }
        case "data" -> {
          if (data) {
            throw bad("tensor " + shown(name) + " has data twice");
          }
          data = true;
          elements.read(reader);
        }
        default ->
            throw bad(
                "tensor " + shown(name) + " has an unknown member " + shown(member),
                "the members are type, shape and data");
      }
    }
    reader.endObject();
    if (!data) {
      throw bad("tensor " + shown(name) + " has no data", typed());
    }
    return shape;
  }

  private static long[] shape(JsonReader reader, String name) throws IOException {
    List<Long> sizes = new ArrayList<>();
    if (reader.peek() != JsonToken.BEGIN_ARRAY) {
      throw bad("the shape of tensor " + shown(name) + " is no array");
    }
    reader.beginArray();
    while (reader.hasNext()) {
      if (sizes.size() == Shapes.MAX_RANK) {
        throw bad("tensor " + shown(name) + " has more than " + Shapes.MAX_RANK + " axes");
      }
      String size = reader.peek() == JsonToken.NUMBER ? reader.nextString() : "";
      if (!size.matches("[0-9]{1,10}")) {
        throw bad(
            "the shape of tensor "
                + shown(name)
                + " has a size that is no whole number from 0 to 9999999999");
      }
      sizes.add(Long.parseLong(size));
    }
    reader.endArray();
    return sizes.stream().mapToLong(Long::longValue).toArray();
  }
}
