package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Reads the part of JSON (RFC 8259) that licences and keys are made of: objects, arrays, strings
 * and whole numbers that fit a {@code long}. All else is refused: other values, repeated members,
 * bytes that are not UTF-8, half surrogate pairs, leading zeros, text after the end, and anything
 * deeper or wider than the limits below. The caller bounds the length.
 *
 * <p>It exists for the start-up path: the first use of a general JSON library costs a cold JVM tens
 * of milliseconds.
 */
public final class Json {
  public static final int MAX_DEPTH = 6;
  public static final int MAX_MEMBERS = 32;
  public static final int MAX_ELEMENTS = 256;

  private final String text;
  private final String what;
  private int at;

  private Json(String text, String what) {
    this.text = text;
    this.what = what;
  }

  /** Parses one object; {@code what} names the text in errors. */
  public static JsonObject parseObject(byte[] utf8, String what) {
    String text = new String(utf8, StandardCharsets.UTF_8);
    Json json = new Json(text, what);
    if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), utf8)) {
      throw json.refuse("is not in UTF-8");
    }
    json.skipSpace();
    if (json.peek() != '{') {
      throw json.refuse("is not a JSON object");
    }
    JsonObject object = json.object(1);
    json.skipSpace();
    if (json.at != text.length()) {
      throw json.refuse("goes on after its end");
    }
    return object;
  }

  private JsonObject object(int depth) {
    checkDepth(depth);
    at++;
    JsonObject object = new JsonObject(what);
    skipSpace();
    if (peek() == '}') {
      at++;
      return object;
    }
    while (true) {
      skipSpace();
      String name = string();
      skipSpace();
      expect(':');
      Object value = value(depth);
      if (object.size() == MAX_MEMBERS) {
        throw refuse("has an object of more than " + MAX_MEMBERS + " members");
      }
      if (!object.put(name, value)) {
        throw refuse("repeats a member");
      }
      skipSpace();
      if (peek() == '}') {
        at++;
        return object;
      }
      expect(',');
    }
  }

  private List<Object> array(int depth) {
    checkDepth(depth);
    at++;
    List<Object> elements = new ArrayList<>();
    skipSpace();
    if (peek() == ']') {
      at++;
      return elements;
    }
    while (true) {
      if (elements.size() == MAX_ELEMENTS) {
        throw refuse("has an array of more than " + MAX_ELEMENTS + " elements");
      }
      elements.add(value(depth));
      skipSpace();
      if (peek() == ']') {
        at++;
        return elements;
      }
      expect(',');
    }
  }

  private Object value(int depth) {
    skipSpace();
    char c = peek();
    if (c == '"') {
      return string();
    }
    if (c == '{') {
      return object(depth + 1);
    }
    if (c == '[') {
      return array(depth + 1);
    }
    if (c == '-' || c >= '0' && c <= '9') {
      return number();
    }
    throw refuse("has a value that is no string, whole number, object or array");
  }

  private Long number() {
    int start = at;
    if (peek() == '-') {
      at++;
    }
    int digits = at;
    while (peek() >= '0' && peek() <= '9') {
      at++;
    }
    int count = at - digits;
    char next = peek();
    if (count == 0
        || count > 19
        || count > 1 && text.charAt(digits) == '0'
        || count == 1 && text.charAt(digits) == '0' && digits > start
        || next == '.'
        || next == 'e'
        || next == 'E') {
      throw refuse("has a number that is not a plain whole number of 64 bits");
    }
    try {
      return Long.parseLong(text, start, at, 10);
    } catch (NumberFormatException e) {
      throw refuse("has a number that is not a plain whole number of 64 bits");
    }
  }

  private String string() {
    expect('"');
    int start = at;
    while (true) {
      char c = peek();
      if (c == '"') {
        return text.substring(start, at++);
      }
      if (c == '\\' || c < ' ' || Character.isSurrogate(c)) {
        return unusualString(start);
      }
      at++;
    }
  }

  private String unusualString(int start) {
    StringBuilder out = new StringBuilder().append(text, start, at);
    while (true) {
      char c = peek();
      if (c < ' ') {
        throw refuse("has a string that does not end or holds a control character");
      }
      at++;
      if (c == '"') {
        break;
      }
      out.append(c == '\\' ? escaped() : c);
    }
    for (int i = 0; i < out.length(); i++) {
      if (Character.isHighSurrogate(out.charAt(i))
          && i + 1 < out.length()
          && Character.isLowSurrogate(out.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(out.charAt(i))) {
        throw refuse("has half a surrogate pair");
      }
    }
    return out.toString();
  }

  private char escaped() {
    char c = peek();
    at++;
    switch (c) {
      case '"':
      case '\\':
      case '/':
        return c;
      case 'b':
        return '\b';
      case 'f':
        return '\f';
      case 'n':
        return '\n';
      case 'r':
        return '\r';
      case 't':
        return '\t';
      case 'u':
        int value = 0;
        for (int i = 0; i < 4; i++, at++) {
          char h = peek();
          // Character.digit would also take digits of other scripts.
          int digit = h < 128 ? Character.digit(h, 16) : -1;
          if (digit < 0) {
            throw refuse("has a bad escape in a string");
          }
          value = value * 16 + digit;
        }
        return (char) value;
      default:
        throw refuse("has a bad escape in a string");
    }
  }

  private void checkDepth(int depth) {
    if (depth > MAX_DEPTH) {
      throw refuse("is nested more than " + MAX_DEPTH + " deep");
    }
  }

  private void skipSpace() {
    while (true) {
      char c = peek();
      if (c != ' ' && c != '\t' && c != '\n' && c != '\r') {
        return;
      }
      at++;
    }
  }

  /** The next character, or NUL (which JSON allows nowhere) at the end. */
  private char peek() {
    return at < text.length() ? text.charAt(at) : 0;
  }

  private void expect(char c) {
    if (peek() != c) {
      throw refuse("is not JSON: '" + c + "' is missing at character " + at);
    }
    at++;
  }

  private BrigandineException refuse(String how) {
    return new BrigandineException(ErrorCode.TAMPERED, what + " " + how);
  }
}
