package dev.brigandine.audit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * JSON of RFC 8259 alone, in UTF-8, of one object without repeated members, within bounds. Every
 * refusal is one clause that starts with what the JSON is.
 */
final class StrictJson {
  private static final int DEPTH = 10;
  private static final int MEMBERS = 64;
  private static final int NUMBER = 40;

  private final String what;
  private final int elements;

  /**
   * @param what it is: {@code "the limits"}
   * @param elements the most in one array
   */
  private StrictJson(String what, int elements) {
    this.what = what;
    this.elements = elements;
  }

  static byte[] bytes(Path file, int most, String what) {
    try (var in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(most + 1);
      if (bytes.length > most) {
        throw new BrigandineException(
            ErrorCode.USAGE, what + " are more than " + most + " bytes long", null);
      }
      return bytes;
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          file + " can't be read",
          "check that the file is there and may be read",
          e);
    }
  }

  static JsonObject parse(byte[] utf8, int elements, String what) {
    return new StrictJson(what, elements).parse(utf8);
  }

  private JsonObject parse(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEPTH);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw refuse("must be a JSON object");
      }
      JsonObject object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw refuse("go on after their end");
      }
      return object;
    } catch (CharacterCodingException e) {
      throw refuse("are not in UTF-8");
    } catch (EOFException | MalformedJsonException | NumberFormatException e) {
      throw refuse("are not well-formed JSON");
    } catch (IOException e) {
      throw refuse("are no JSON that is accepted here");
    }
  }

  private JsonElement value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> number(reader.nextString());
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> throw refuse("are not well-formed JSON");
    };
  }

  private JsonPrimitive number(String text) {
    if (text.length() <= NUMBER) {
      if (text.matches("-?[0-9]{1,18}")) {
        return new JsonPrimitive(Long.parseLong(text));
      }
      if (text.matches("-?[0-9]{19}")) {
        try {
          return new JsonPrimitive(Long.parseLong(text));
        } catch (NumberFormatException e) {
          // As any large number, below.
        }
      }
      double value = Double.parseDouble(text);
      if (Double.isFinite(value)) {
        return new JsonPrimitive(value);
      }
    }
    throw refuse("have a number that is too large or too long");
  }

  private JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw refuse("repeat a member");
      }
      if (object.size() == MEMBERS) {
        throw refuse("have an object of more than " + MEMBERS + " members");
      }
      object.add(name, value(reader));
    }
    reader.endObject();
    return object;
  }

  private JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      if (array.size() == elements) {
        throw refuse("have an array of more than " + elements + " elements");
      }
      array.add(value(reader));
    }
    reader.endArray();
    return array;
  }

  private BrigandineException refuse(String clause) {
    return new BrigandineException(ErrorCode.USAGE, what + " " + clause);
  }
}
