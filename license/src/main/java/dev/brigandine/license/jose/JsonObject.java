package dev.brigandine.license.jose;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.util.ArrayList;
import java.util.List;

/**
 * A parsed object whose members are taken out one by one; {@link #end} refuses what was not asked
 * for, so that a reader accepts exactly the members it knows.
 */
public final class JsonObject {
  /** Bytes of an id. */
  public static final int ID_BYTES = 16;

  private final String what;
  private final List<String> names = new ArrayList<>();
  private final List<Object> values = new ArrayList<>();
  private int taken;

  public JsonObject(String what) {
    this.what = what;
  }

  /** In the order of the text. */
  public List<String> names() {
    return List.copyOf(names);
  }

  public int size() {
    return names.size();
  }

  /** False if there is such a member already. */
  public boolean put(String name, Object value) {
    if (names.contains(name)) {
      return false;
    }
    names.add(name);
    values.add(value);
    return true;
  }

  public boolean has(String name) {
    return names.contains(name);
  }

  public String string(String name) {
    if (take(name) instanceof String text) {
      return text;
    }
    throw refuse("member '" + name + "' must be a string");
  }

  /** A string of 1 to {@code max} characters, none of them a control character. */
  public String label(String name, int max) {
    String text = string(name);
    if (!isLabel(text, max)) {
      throw refuse("member '" + name + "' must have 1 to " + max + " printable characters");
    }
    return text;
  }

  public static boolean isLabel(String text, int max) {
    if (text.isEmpty() || text.length() > max) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      if (Character.isISOControl(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  public long integer(String name, long min, long max) {
    if (take(name) instanceof Long number && number >= min && number <= max) {
      return number;
    }
    throw refuse("member '" + name + "' must be a whole number from " + min + " to " + max);
  }

  /** 32 bytes in base64url: a thumbprint (RFC 7638) by its form. */
  public String thumbprint(String name) {
    String text = string(name);
    Base64Url.decode(text, 32, what + ": member '" + name + "'");
    return text;
  }

  /** 16 bytes in base64url, 22 characters: the form of every id. */
  public String id(String name) {
    String text = string(name);
    Base64Url.decode(text, ID_BYTES, what + ": member '" + name + "'");
    return text;
  }

  public JsonObject object(String name) {
    if (take(name) instanceof JsonObject object) {
      return object;
    }
    throw refuse("member '" + name + "' must be an object");
  }

  public List<?> array(String name) {
    if (take(name) instanceof List<?> list) {
      return list;
    }
    throw refuse("member '" + name + "' must be an array");
  }

  /** Refuses unless the member is exactly {@code value}. */
  public void exactly(String name, String value) {
    if (!string(name).equals(value)) {
      throw refuse("member '" + name + "' must be '" + value + "'");
    }
  }

  /** Refuses members that nobody took. */
  public void end() {
    if (taken != names.size()) {
      throw refuse("has a member that does not belong there");
    }
  }

  private Object take(String name) {
    int index = names.indexOf(name);
    if (index < 0) {
      throw refuse("lacks the member '" + name + "'");
    }
    taken++;
    return values.get(index);
  }

  private BrigandineException refuse(String how) {
    String link = how.startsWith("member") ? ": " : " ";
    return new BrigandineException(ErrorCode.TAMPERED, what + link + how);
  }

  @Override
  public String toString() {
    return "JsonObject" + names;
  }
}
