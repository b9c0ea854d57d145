package dev.brigandine.audit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** An object's members, taken out by their type; {@link #end} refuses what nobody asked for. */
final class Members {
  private final JsonObject object;
  private final String at;
  private final Set<String> taken = new HashSet<>();

  /**
   * @param at how refusals call the object: {@code "limit 3"}
   */
  Members(JsonObject object, String at) {
    this.object = object;
    this.at = at;
  }

  boolean has(String name) {
    return object.has(name);
  }

  String string(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isString()) {
      return value.getAsString();
    }
    throw refuse("'" + name + "' must be a string");
  }

  boolean truth(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isBoolean()) {
      return value.getAsBoolean();
    }
    throw refuse("'" + name + "' must be true or false");
  }

  double number(String name) {
    if (take(name) instanceof JsonPrimitive value && value.isNumber()) {
      return value.getAsDouble();
    }
    throw refuse("'" + name + "' must be a number");
  }

  /** A number, or null for what is none. */
  double numberOrNone(String name) {
    if (object.get(name) instanceof JsonNull) {
      taken.add(name);
      return Double.NaN;
    }
    return number(name);
  }

  long whole(String name) {
    if (take(name) instanceof JsonPrimitive value
        && value.isNumber()
        && value.getAsNumber() instanceof Long whole) {
      return whole;
    }
    throw refuse("'" + name + "' must be a whole number");
  }

  /** One of a few words, {@code by-hand} for {@code BY_HAND}. */
  <E extends Enum<E>> E word(String name, Class<E> type) {
    String text = string(name);
    List<String> words = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (Words.id(constant).equals(text)) {
        return constant;
      }
      words.add(Words.id(constant));
    }
    throw refuse("'" + name + "' must be one of " + String.join(", ", words));
  }

  List<String> strings(String name) {
    List<String> texts = new ArrayList<>();
    for (JsonElement element : array(name)) {
      if (!(element instanceof JsonPrimitive value) || !value.isString()) {
        throw refuse("'" + name + "' must be an array of strings");
      }
      texts.add(value.getAsString());
    }
    return texts;
  }

  <T> List<T> each(String name, Function<Members, T> read) {
    List<T> all = new ArrayList<>();
    for (JsonElement element : array(name)) {
      if (!(element instanceof JsonObject inner)) {
        throw refuse("'" + name + "' must be an array of objects");
      }
      Members members = new Members(inner, name + " " + (all.size() + 1));
      all.add(read.apply(members));
      members.end();
    }
    return all;
  }

  <T> T one(String name, Function<Members, T> read) {
    if (!(take(name) instanceof JsonObject inner)) {
      throw refuse("'" + name + "' must be an object");
    }
    Members members = new Members(inner, name);
    T value = read.apply(members);
    members.end();
    return value;
  }

  /** Refuses members that nobody took. */
  void end() {
    for (String name : object.keySet()) {
      if (!taken.contains(name)) {
        throw refuse("'" + Words.brief(name, 40) + "' is not known here");
      }
    }
  }

  BrigandineException refuse(String clause) {
    return new BrigandineException(ErrorCode.USAGE, at + ": " + clause);
  }

  private JsonArray array(String name) {
    if (take(name) instanceof JsonArray array) {
      return array;
    }
    throw refuse("'" + name + "' must be an array");
  }

  private JsonElement take(String name) {
    JsonElement value = object.get(name);
    if (value == null) {
      throw refuse("'" + name + "' is missing");
    }
    taken.add(name);
    return value;
  }
}
