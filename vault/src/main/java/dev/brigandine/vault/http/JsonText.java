package dev.brigandine.vault.http;

import com.google.protobuf.UnsafeByteOperations;
import dev.brigandine.bundle.BrigandineException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/**
 * A caller's JSON text (RFC 8259), read by Jackson from front to end where it lies, without a tree
 * and without an object for each number; here is what the protocols want of it beyond the grammar.
 * UTF-8 only. It stands before a value; whoever reads an array or object asks for the next. Every
 * refusal says at which byte.
 */
final class JsonText {
  /** Characters of the longest string. */
  static final int LONGEST = 16 << 20;

  private static final int DEEPEST = 100;
  private static final int LONGEST_NUMBER = 400;
  private static final int LONGEST_NAME = 16 << 10;
  private static final int LONGEST_WORD = 64 << 10;

  /** For all but data: names, types, ids. */
  private static final JsonFactory WORDS = factory(LONGEST_WORD);

  private static final JsonFactory TEXTS = factory(LONGEST);

  private final byte[] bytes;
  private final int start;
  private final int end;
  private final JsonParser parser;
  private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();

  private JsonText(JsonFactory factory, byte[] bytes, int start, int end) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.parser = factory.createParser(ObjectReadContext.empty(), bytes, start, end - start);
  }

  private static JsonFactory factory(int longest) {
    return JsonFactory.builder()
        .disable(TokenStreamFactory.Feature.CHARSET_DETECTION)
        .streamReadConstraints(
            StreamReadConstraints.builder()
                .maxNestingDepth(DEEPEST)
                .maxNumberLength(LONGEST_NUMBER)
                .maxNameLength(LONGEST_NAME)
                .maxStringLength(longest)
                .build())
        .build();
  }

  /**
   * Reads the text at the front of {@code bytes}.
   *
   * @throws BrigandineException ({@link dev.brigandine.bundle.ErrorCode#BAD_INPUT}) if it is no
   *     JSON in UTF-8, or nested too deep, or has too long a number, name or string
   */
  static <T> T read(byte[] bytes, int length, Function<JsonText, T> reader) {
    // Jackson decodes, and does not mind overlong forms and encoded surrogates.
    if (!UnsafeByteOperations.unsafeWrap(bytes, 0, length).isValidUtf8()) {
      throw Bad.input("the JSON text is no UTF-8");
    }
    return read(WORDS, bytes, 0, length, reader);
  }

  private static <T> T read(
      JsonFactory factory, byte[] bytes, int start, int end, Function<JsonText, T> reader) {
    JsonText text = new JsonText(factory, bytes, start, end);
    try (JsonParser parser = text.parser) {
      if (parser.nextToken() == null) {
        throw Bad.input("the JSON text is empty");
      }
      return reader.apply(text);
    } catch (JacksonException e) {
      throw text.refused(e);
    }
  }

  private BrigandineException refused(JacksonException e) {
    String at = ", at byte " + offset(e.getLocation());
    if (e instanceof InputCoercionException) {
      return Bad.input("the JSON text has an integer beyond 64 bits" + at);
    }
    boolean bound = e instanceof StreamConstraintsException;
    return Bad.input(
        "the JSON text is " + (bound ? "beyond what is taken here" : "malformed") + at,
        Bad.shown(e.getOriginalMessage()));
  }

  /** Reads a value again that lies at this position, strings of any length in it. */
  <T> T again(int position, Function<JsonText, T> reader) {
    return read(TEXTS, bytes, position, end, reader);
  }

  /** Bytes of heap that a string takes for a while, of as many bytes here at most. */
  static long heap(int bytes) {
    return 2L * Character.BYTES * Math.min(bytes, LONGEST);
  }

  /** The kind of value that it stands before. */
  JsonToken token() {
    return parser.currentToken();
  }

  /** Where that value begins, for {@link #again}. */
  int position() {
    return offset(parser.currentTokenLocation());
  }

  /** Bytes from that value's first to the text's end. */
  int rest() {
    return end - position();
  }

  private int offset(TokenStreamLocation place) {
    return start + (place == null ? 0 : (int) Math.max(place.getByteOffset(), 0));
  }

  void beginObject() {
    require(token() == JsonToken.START_OBJECT, "lacks a '{'");
  }

  void beginArray() {
    require(token() == JsonToken.START_ARRAY, "lacks a '['");
  }

  private void require(boolean condition, String otherwise) {
    if (!condition) {
      throw bad(otherwise);
    }
  }

  /** The next member's name, before whose value it stands then; or null at the object's end. */
  String member() {
    String name = parser.nextName();
    if (name != null) {
      parser.nextToken();
    }
    return name;
  }

  /** Whether the array has another element, before which it stands then. */
  boolean element() {
    return parser.nextToken() != JsonToken.END_ARRAY;
  }

  /** Passes over any one value. */
  void skip() {
    parser.skipChildren();
  }

  /** Refuses anything but white space up to the end. */
  void finish() {
    require(parser.nextToken() == null, "goes on after its end");
  }

  boolean bool() {
    require(token().isBoolean(), "has something else where true or false is wanted");
    return parser.getBooleanValue();
  }

  /** An integer of 64 bits, exactly. */
  long integer() {
    require(token() == JsonToken.VALUE_NUMBER_INT, "has something else where an integer is wanted");
    return parser.getLongValue();
  }

  /** An integer within bounds. */
  long integer(long least, long most) {
    long value = integer();
    if (value < least || value > most) {
      throw bad("has an integer that is not within " + least + " and " + most);
    }
    return value;
  }

  /** The nearest float; {@code "NaN"} and the infinities are strings. */
  float float32() {
    if (token() == JsonToken.VALUE_STRING) {
      return (float) special();
    }
    require(token().isNumeric(), "has something else where a number is wanted");
    float value = parser.getFloatValue();
    require(!Float.isInfinite(value), "has a number beyond 32-bit floats");
    return value == 0 && isNegative() ? -0f : value;
  }

  /** As {@link #float32}. */
  double float64() {
    if (token() == JsonToken.VALUE_STRING) {
      return special();
    }
    require(token().isNumeric(), "has something else where a number is wanted");
    double value = parser.getDoubleValue();
    require(!Double.isInfinite(value), "has a number beyond 64-bit floats");
    return value == 0 && isNegative() ? -0.0 : value;
  }

  /** Jackson takes {@code -0} for an integer, which knows no such thing. */
  private boolean isNegative() {
    return parser.getStringCharacters()[parser.getStringOffset()] == '-';
  }

  private double special() {
    return switch (parser.getString()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> throw bad("has text where a number is wanted");
    };
  }

  /** A string's text. Halves of surrogate pairs are refused. */
  String string() {
    require(token() == JsonToken.VALUE_STRING, "has something else where a string is wanted");
    String text = parser.getString();
    require(encoder.canEncode(text), "has half a surrogate pair in a string");
    return text;
  }

  /** Writes a string's text in UTF-8, which has no more bytes than the string has here. */
  void utf8(ByteBuffer out) {
    require(token() == JsonToken.VALUE_STRING, "has something else where a string is wanted");
    char[] text = parser.getStringCharacters();
    CharBuffer in = CharBuffer.wrap(text, parser.getStringOffset(), parser.getStringLength());
    boolean whole = encoder.reset().encode(in, out, true).isUnderflow();
    require(whole, "has half a surrogate pair in a string");
  }

  /** A refusal that says where. */
  BrigandineException bad(String what) {
    return Bad.input("the JSON text " + what + ", at byte " + position());
  }
}
