package dev.brigandine.bundle;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads canonical JSON: no white space, members in the order of the specification, one way to write
 * each string and number. What is to come is always known, so this accepts exactly what {@link
 * CanonicalWriter} writes and nothing else: no unknown, missing or doubled members, no nesting but
 * the specified one, no second spelling.
 */
final class CanonicalReader {
  private final byte[] bytes;
  private final String what;
  private int at;

  /**
   * @param what is read, for messages: {@code the manifest}
   */
  CanonicalReader(byte[] bytes, String what) {
    this.bytes = bytes;
    this.what = what;
  }

  /** The next bytes must be these. */
  void expect(String ascii) {
    if (!accept(ascii)) {
      throw malformed("expected " + ascii);
    }
  }

  /** Takes these bytes if they come next. */
  boolean accept(String ascii) {
    int n = ascii.length();
    if (bytes.length - at < n) {
      return false;
    }
    for (int i = 0; i < n; i++) {
      if (bytes[at + i] != ascii.charAt(i)) {
        return false;
      }
    }
    at += n;
    return true;
  }

  /** Nothing may be left. */
  void end() {
    if (at != bytes.length) {
      throw malformed("expected its end");
    }
  }

  /** A string in quotes of at most {@code max} UTF-16 units. */
  String string(int max) {
    expect("\"");
    int start = at;
    boolean plain = true;
    while (at < bytes.length && bytes[at] != '"') {
      byte b = bytes[at];
      if (b == '\\') {
        plain = false;
        at++;
      } else if (b < 0) {
        plain = false;
      } else if (b < ' ') {
        throw malformed("a control character must be escaped");
      }
      at++;
      // Four bytes of UTF-8 make two units, an escape of six bytes makes one.
      if (at - start > 6L * max + 6) {
        throw malformed("a string may have at most " + max + " characters");
      }
    }
    if (at >= bytes.length) {
      at = bytes.length;
      throw malformed("a string does not end");
    }
    int end = at++;
    String string =
        plain
            ? new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)
            : decode(start, end);
    if (string.length() > max) {
      throw malformed("a string may have at most " + max + " characters");
    }
    return string;
  }

  /** A whole number from 0 to {@code max}, without sign, leading zero, fraction or exponent. */
  long integer(long max) {
    int start = at;
    long value = 0;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9') {
      int digit = bytes[at] - '0';
      if (at > start && value == 0) {
        throw malformed("a number may not start with 0");
      }
      if (value > (max - digit) / 10) {
        throw malformed("a number may be at most " + max);
      }
      value = value * 10 + digit;
      at++;
    }
    if (at == start) {
      throw malformed("expected a whole number");
    }
    return value;
  }

  /** A string that is a {@link Names#isToken token} of at most 64 characters. */
  String token() {
    String token = string(Names.MAX_TOKEN);
    check(Names.isToken(token), "a name here is 1 to 64 of a-z, 0-9, dot, hyphen, underscore");
    return token;
  }

  void check(boolean holds, String rule) {
    if (!holds) {
      throw malformed(rule);
    }
  }

  BrigandineException malformed(String why) {
    return new BrigandineException(
        ErrorCode.TAMPERED,
        what + " is malformed at byte " + at + ": " + why,
        "the bundle was damaged or written by a faulty program; get a fresh copy");
  }

  private String decode(int start, int end) {
    CharBuffer decoded;
    try {
      decoded =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(bytes, start, end - start));
    } catch (CharacterCodingException e) {
      throw malformed("a string is not UTF-8");
    }
    StringBuilder out = new StringBuilder(decoded.length());
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c != '\\') {
        out.append(c);
        continue;
      }
      c = decoded.charAt(++i);
      if (c == '"' || c == '\\') {
        out.append(c);
      } else if (c == 'u' && i + 4 < decoded.length()) {
        out.append(control(decoded, i + 1));
        i += 4;
      } else {
        throw malformed("this escape is not canonical");
      }
    }
    return out.toString();
  }

  /** Four lower-case hexadecimal digits for a control character, the only ones so written. */
  private char control(CharBuffer chars, int i) {
    char high = chars.charAt(i + 2);
    int low = "0123456789abcdef".indexOf(chars.charAt(i + 3));
    if (chars.charAt(i) != '0'
        || chars.charAt(i + 1) != '0'
        || (high != '0' && high != '1')
        || low < 0) {
      throw malformed("this escape is not canonical");
    }
    return (char) ((high - '0') * 16 + low);
  }
}
