package dev.brigandine.licenseserver.http;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A body's JSON object, whose members are taken out one by one by their type. Strict: RFC 8259
 * alone, no repeated members, at most 8 deep, 64 members and 256 elements; {@link #end} refuses
 * what nobody asked for. Every refusal names the member.
 */
final class JsonBody {
  /** The last second of the year 9999. */
  private static final long LAST = 253_402_300_799L;

  private static final int DEPTH = 8;
  private static final int MEMBERS = 64;
  private static final int ELEMENTS = 256;

  private final JsonObject object;
  private final String at;
  private final Set<String> taken = new HashSet<>();

  private JsonBody(JsonObject object, String at) {
    this.object = object;
    this.at = at;
  }

  static JsonBody parse(byte[] utf8) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
      JsonReader reader = new JsonReader(new StringReader(text));
      reader.setStrictness(Strictness.STRICT);
      reader.setNestingLimit(DEPTH);
      if (reader.peek() != JsonToken.BEGIN_OBJECT) {
        throw refuse("the body must be a JSON object");
      }
      JsonObject object = object(reader);
      if (reader.peek() != JsonToken.END_DOCUMENT) {
        throw refuse("the body goes on after its end");
      }
      return new JsonBody(object, "");
    } catch (CharacterCodingException e) {
      throw refuse("the body is not in UTF-8");
    } catch (EOFException | MalformedJsonException | NumberFormatException e) {
      throw refuse("the body is not well-formed JSON");
    } catch (IOException e) {
      throw refuse("the body is no JSON that is accepted here");
    }
  }

  private static JsonElement value(JsonReader reader) throws IOException {
    return switch (reader.peek()) {
      case BEGIN_OBJECT -> object(reader);
      case BEGIN_ARRAY -> array(reader);
      case STRING -> new JsonPrimitive(reader.nextString());
      case NUMBER -> {
        String text = reader.nextString();
        if (!text.matches("-?[0-9]{1,18}")) {
          throw refuse("the body has a number that is not whole, or too large");
        }
        yield new JsonPrimitive(Long.parseLong(text));
      }
      case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
      case NULL -> {
        reader.nextNull();
        yield JsonNull.INSTANCE;
      }
      default -> throw refuse("the body is not well-formed JSON");
    };
  }

  private static JsonObject object(JsonReader reader) throws IOException {
    JsonObject object = new JsonObject();
    reader.beginObject();
    while (reader.hasNext()) {
      String name = reader.nextName();
      if (object.has(name)) {
        throw refuse("the body repeats a member");
      }
      if (object.size() == MEMBERS) {
        throw refuse("the body has an object of more than " + MEMBERS + " members");
      }
      object.add(name, value(reader));
    }
    reader.endObject();
    return object;
  }

  private static JsonArray array(JsonReader reader) throws IOException {
    JsonArray array = new JsonArray();
    reader.beginArray();
    while (reader.hasNext()) {
      if (array.size() == ELEMENTS) {
        throw refuse("the body has an array of more than " + ELEMENTS + " elements");
      }
      array.add(value(reader));
    }
    reader.endArray();
    return array;
  }

  boolean has(String name) {
    return object.has(name);
  }

  String string(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw refuse(quoted(name) + " must be a string");
  }

  Optional<String> optionalString(String name) {
    return has(name) ? Optional.of(string(name)) : Optional.empty();
  }

  long integer(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value.getAsLong();
    }
    throw refuse(quoted(name) + " must be a whole number");
  }

  OptionalLong optionalInteger(String name) {
    return has(name) ? OptionalLong.of(integer(name)) : OptionalLong.empty();
  }

  OptionalInt optionalInt(String name) {
    return has(name) ? OptionalInt.of(smallInteger(name)) : OptionalInt.empty();
  }

  int smallInteger(String name) {
    long value = integer(name);
    if (value != (int) value) {
      throw refuse(quoted(name) + " must be from -2147483648 to 2147483647");
    }
    return (int) value;
  }

  /** RFC 3339 in UTC, {@code 2027-01-31T12:00:00Z}. */
  Instant moment(String name) {
    return moment(quoted(name), string(name));
  }

  static Instant moment(String what, String text) {
    try {
      Instant at = Instant.parse(text);
      // Seconds are counted from here on, back and forth.
      if (Math.abs(at.getEpochSecond()) <= LAST) {
        return at;
      }
    } catch (DateTimeException e) {
      // As below.
    }
    throw refuse(what + " must be a moment in UTC such as 2027-01-31T12:00:00Z");
  }

  List<String> strings(String name) {
    if (!(take(name) instanceof JsonArray array)) {
      throw refuse(quoted(name) + " must be an array of strings");
    }
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array) {
      if (!(element instanceof JsonPrimitive value) || !value.isString()) {
        throw refuse(quoted(name) + " must be an array of strings");
      }
      texts.add(value.getAsString());
    }
    return texts;
  }

  JsonBody object(String name) {
    if (take(name) instanceof JsonObject inner) {
      return new JsonBody(inner, at + name + ".");
    }
    throw refuse(quoted(name) + " must be an object");
  }

  /** The names that are there. */
  Set<String> names() {
    return object.keySet();
  }

  /** The member's JSON text; it must be an object. */
  String objectText(String name) {
    if (take(name) instanceof JsonObject inner) {
      return inner.toString();
    }
    throw refuse(quoted(name) + " must be an object");
  }

  boolean truth(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    throw refuse(quoted(name) + " must be true or false");
  }

  /** One of a few words, {@code node-locked} for {@code NODE_LOCKED}. */
  <E extends Enum<E>> E word(String name, Class<E> type) {
    String text = string(name);
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      String word = word(constant);
      if (word.equals(text)) {
        return constant;
      }
      words.add(word);
    }
    throw refuse(quoted(name) + " must be one of " + String.join(", ", words));
  }

  static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Refuses members that nobody took. */
  void end() {
    for (String name : object.keySet()) {
      if (!taken.contains(name)) {
        throw refuse(quoted(shown(name)) + " is no member of this request");
      }
    }
  }

  private JsonElement take(String name) {
    JsonElement value = object.get(name);
    if (value == null) {
      throw refuse(quoted(name) + " is missing");
    }
    taken.add(name);
    return value;
  }

  private String quoted(String name) {
    return "'" + at + name + "'";
  }

  private static String shown(String name) {
    String printable = name.replaceAll("[^A-Za-z0-9_.-]", "?");
    return printable.length() > 40 ? printable.substring(0, 40) + "…" : printable;
  }

  private static ProblemException refuse(String detail) {
    return new ProblemException(Problem.badRequest(detail));
  }
}
