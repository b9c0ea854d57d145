package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads strict JSON (RFC 8259) from front to end where it lies, without a tree and without an
 * object for each number. UTF-8 only; nothing is repaired. Every refusal says at which byte.
 */
final class JsonCursor {
  /** How deep arrays and objects may nest. */
  static final int DEEPEST = 100;

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final JsonNumber number = new JsonNumber();
  private int at;

  /**
   * @throws BrigandineException if the text is no UTF-8
   */
  JsonCursor(byte[] bytes, int from, int length) {
    this.bytes = bytes;
    this.start = from;
    this.at = from;
    this.end = from + length;
    checkUtf8();
  }

  private void checkUtf8() {
    int i = at;
    while (i < end && bytes[i] >= 0) {
      i++;
    }
    if (i == end) {
      return;
    }
    CharsetDecoder decoder =
        StandardCharsets.UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, i, end - i);
    CharBuffer out = CharBuffer.allocate(8192);
    CoderResult result = decoder.decode(in, out, true);
    while (result.isOverflow()) {
      out.clear();
      result = decoder.decode(in, out, true);
    }
    if (result.isError()) {
      at = in.position();
      throw bad("is no UTF-8");
    }
  }

  /** Where the next value begins, to come back to with {@link #moveTo}. */
  int position() {
    space();
    return at;
  }

  void moveTo(int position) {
    at = position;
  }

  /** Refuses anything but white space up to the end. */
  void finish() {
    space();
    if (at < end) {
      throw bad("goes on after its end");
    }
  }

  /** The next byte that is no white space, or -1. */
  int peek() {
    space();
    return at < end ? bytes[at] : -1;
  }

  private void space() {
    while (at < end) {
      byte c = bytes[at];
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return;
      }
      at++;
    }
  }

  private void take(char wanted) {
    if (peek() != wanted) {
      throw bad("lacks a '" + wanted + "'");
    }
    at++;
  }

  void beginObject() {
    take('{');
  }

  void beginArray() {
    take('[');
  }

  /** The next member's name, or null at the object's end, which is taken. */
  String member(boolean first) {
    if (!more('}', first)) {
      return null;
    }
    String name = string();
    take(':');
    return name;
  }

  /** Whether the array has another element; its end is taken. */
  boolean element(boolean first) {
    return more(']', first);
  }

  private boolean more(char close, boolean first) {
    int c = peek();
    if (c == close) {
      at++;
      return false;
    }
    if (!first) {
      take(',');
      if (peek() == close) {
        throw bad("has a comma too many");
      }
    }
    return true;
  }

  boolean bool() {
    int c = peek();
    if (c == 't') {
      word("true");
      return true;
    }
    if (c != 'f') {
      throw bad("has something else where true or false is wanted");
    }
    word("false");
    return false;
  }

  private void word(String word) {
    if (end - at < word.length()) {
      throw bad("breaks off");
    }
    for (int i = 0; i < word.length(); i++) {
      if (bytes[at + i] != word.charAt(i)) {
        throw bad("has an unknown word");
      }
    }
    at += word.length();
  }

  /** An integer of 64 bits, exactly. */
  long integer() {
    JsonNumber found = number();
    if (!found.isIntegral()) {
      throw bad("has a fraction or an exponent where an integer is wanted");
    }
    try {
      return found.asLong();
    } catch (ArithmeticException e) {
      throw bad("has an integer beyond 64 bits");
    }
  }

  /** An integer within bounds. */
  long integer(long least, long most) {
    long value = integer();
    if (value < least || value > most) {
      throw bad("has an integer that is not within " + least + " and " + most);
    }
    return value;
  }

  /** The number here, good until the next is read. */
  JsonNumber number() {
    space();
    int stop = number.scan(bytes, at, end);
    if (stop < 0) {
      throw bad("has something else where a number is wanted");
    }
    if (number.length() > JsonNumber.LONGEST) {
      throw bad("has a number of more than " + JsonNumber.LONGEST + " characters");
    }
    at = stop;
    return number;
  }

  /** A string's text. Halves of surrogate pairs are refused. */
  String string() {
    take('"');
    int from = at;
    while (at < end && bytes[at] != '"' && bytes[at] != '\\' && (bytes[at] & 0xe0) != 0) {
      at++;
    }
    if (at < end && bytes[at] == '"') {
      return new String(bytes, from, at++ - from, StandardCharsets.UTF_8);
    }
    at = from;
    ByteBuffer out = ByteBuffer.allocate(stringBound());
    stringInto(out);
    return new String(out.array(), 0, out.position(), StandardCharsets.UTF_8);
  }

  /** Bytes from here to the string's end, which are at least as many as it has in UTF-8. */
  private int stringBound() {
    int i = at;
    while (i < end && bytes[i] != '"') {
      i += bytes[i] == '\\' ? 2 : 1;
    }
    return Math.min(i, end) - at;
  }

  /** Writes a string's text in UTF-8. */
  void utf8(ByteBuffer out) {
    take('"');
    stringInto(out);
  }

  private void stringInto(ByteBuffer out) {
    while (at < end) {
      byte c = bytes[at++];
      if (c == '"') {
        return;
      }
      if (c == '\\') {
        escape(out);
      } else if (c >= 0 && c < ' ') {
        at--;
        throw bad("has a control character in a string");
      } else {
        out.put(c);
      }
    }
    throw bad("breaks off in a string");
  }

  private void escape(ByteBuffer out) {
    if (at == end) {
      throw bad("breaks off in a string");
    }
    byte c = bytes[at++];
    switch (c) {
      case '"', '\\', '/' -> out.put(c);
      case 'b' -> out.put((byte) '\b');
      case 'f' -> out.put((byte) '\f');
      case 'n' -> out.put((byte) '\n');
      case 'r' -> out.put((byte) '\r');
      case 't' -> out.put((byte) '\t');
      case 'u' -> unicode(out);
      default -> {
        at--;
        throw bad("has an unknown escape in a string");
      }
    }
  }

  private void unicode(ByteBuffer out) {
    char high = hex4();
    if (!Character.isSurrogate(high)) {
      out.put(Character.toString(high).getBytes(StandardCharsets.UTF_8));
      return;
    }
    if (Character.isHighSurrogate(high)
        && end - at >= 6
        && bytes[at] == '\\'
        && bytes[at + 1] == 'u') {
      at += 2;
      char low = hex4();
      if (Character.isLowSurrogate(low)) {
        out.put(
            Character.toString(Character.toCodePoint(high, low)).getBytes(StandardCharsets.UTF_8));
        return;
      }
    }
    throw bad("has half a surrogate pair in a string");
  }

  private char hex4() {
    if (end - at < 4) {
      throw bad("breaks off in a string");
    }
    int value = 0;
    for (int i = 0; i < 4; i++) {
      int digit = Character.digit((char) (bytes[at + i] & 0xff), 16);
      if (digit < 0) {
        throw bad("has an unknown escape in a string");
      }
      value = value << 4 | digit;
    }
    at += 4;
    return (char) value;
  }

  /** Passes over any one value. */
  void skip() {
    skip(0);
  }

  private void skip(int depth) {
    if (depth > DEEPEST) {
      throw bad("is nested more than " + DEEPEST + " deep");
    }
    switch (peek()) {
      case '{' -> {
        at++;
        boolean first = true;
        while (more('}', first)) {
          skipString();
          take(':');
          skip(depth + 1);
          first = false;
        }
      }
      case '[' -> {
        at++;
        boolean first = true;
        while (more(']', first)) {
          skip(depth + 1);
          first = false;
        }
      }
      case '"' -> skipString();
      case 't', 'f' -> bool();
      case 'n' -> word("null");
      default -> number();
    }
  }

  private void skipString() {
    take('"');
    while (at < end) {
      byte c = bytes[at++];
      if (c == '"') {
        return;
      }
      if (c >= 0 && c < ' ') {
        at--;
        throw bad("has a control character in a string");
      }
      if (c == '\\') {
        skipEscape();
      }
    }
    throw bad("breaks off in a string");
  }

  private void skipEscape() {
    if (at == end) {
      throw bad("breaks off in a string");
    }
    byte c = bytes[at++];
    if (c == 'u') {
      hex4();
    } else if ("\"\\/bfnrt".indexOf(c) < 0) {
      at--;
      throw bad("has an unknown escape in a string");
    }
  }

  /** A refusal that says where. */
  BrigandineException bad(String what) {
    return Bad.input("the JSON text " + what + ", at byte " + (at - start));
  }
}
