package dev.brigandine.audit.license;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/** A licence's text with one thing changed and the vendor's signature kept. */
final class LicenceEdits {
  private static final int MANY = 64;
  private static final int CUTS = 16;

  /**
   * An edited licence.
   *
   * @param kind of many like it, as a plural
   * @param what was edited in this one
   */
  record Edit(String kind, String what, String jwt) {}

  private final String jwt;
  private final String[] parts;

  LicenceEdits(String jwt) {
    this.jwt = jwt;
    this.parts = jwt.split("\\.", -1);
  }

  List<Edit> all(Random random) {
    List<Edit> edits = new ArrayList<>();
    edits.addAll(members("header", 0));
    edits.addAll(members("claims", 1));
    for (int i = 0; i < MANY; i++) {
      int at = random.nextInt(jwt.length() - 1);
      if (jwt.charAt(at) != '.') {
        edits.add(new Edit("letters of a licence", "letter " + at, Texts.flipped(jwt, at)));
      }
    }
    for (int i = 0; i < CUTS; i++) {
      int length = random.nextInt(jwt.length());
      edits.add(new Edit("licences cut", "after " + length, jwt.substring(0, length)));
    }
    edits.add(new Edit("licences lengthened", "by a letter", jwt + "A"));
    edits.add(new Edit("licences lengthened", "by a part", jwt + "." + parts[2]));
    edits.addAll(algorithms());
    return edits;
  }

  /** The algorithm {@code none}, and others that a reader might be talked into. */
  private List<Edit> algorithms() {
    List<Edit> edits = new ArrayList<>();
    List<String> names =
        List.of("none", "None", "HS256", "HS512", "RS256", "PS256", "ES384", "ES512", "EdDSA");
    for (String name : names) {
      JsonObject header = json(0);
      header.addProperty("alg", name);
      String signed = encode(header) + "." + parts[1] + ".";
      edits.add(new Edit("other algorithms", name, signed + parts[2]));
      edits.add(new Edit("other algorithms", name + ", unsigned", signed));
    }
    return edits;
  }

  private List<Edit> members(String which, int part) {
    List<Edit> edits = new ArrayList<>();
    for (Changed changed : changes(json(part), "")) {
      String[] edited = parts.clone();
      edited[part] = encode(changed.object);
      edits.add(
          new Edit("members of a licence's " + which, changed.what, String.join(".", edited)));
    }
    return edits;
  }

  private record Changed(String what, JsonElement object) {}

  /** Each member, of whatever depth: another value, and none. */
  private static List<Changed> changes(JsonObject object, String path) {
    List<Changed> changes = new ArrayList<>();
    for (String name : object.keySet()) {
      String at = path + name;
      JsonObject without = object.deepCopy();
      without.remove(name);
      changes.add(new Changed(at + " taken out", without));
      for (Changed inner : values(object.get(name), at)) {
        JsonObject with = object.deepCopy();
        with.add(name, inner.object);
        changes.add(new Changed(inner.what, with));
      }
    }
    JsonObject more = object.deepCopy();
    more.addProperty("more", true);
    changes.add(new Changed(path + "more put in", more));
    return changes;
  }

  private static List<Changed> values(JsonElement value, String at) {
    List<Changed> changes = new ArrayList<>();
    if (value.isJsonObject()) {
      changes.addAll(changes(value.getAsJsonObject(), at + "."));
    } else if (value.isJsonArray()) {
      JsonArray longer = value.getAsJsonArray().deepCopy();
      longer.add("AAAAAAAAAAAAAAAAAAAAAA");
      changes.add(new Changed(at + " lengthened", longer));
    } else {
      changes.add(new Changed(at + " changed", changed(value.getAsJsonPrimitive())));
    }
    return changes;
  }

  private static JsonPrimitive changed(JsonPrimitive value) {
    if (value.isNumber()) {
      return new JsonPrimitive(value.getAsLong() + 86_400);
    }
    if (value.isBoolean()) {
      return new JsonPrimitive(!value.getAsBoolean());
    }
    String text = value.getAsString();
    return new JsonPrimitive(text.isEmpty() ? "A" : Texts.flipped(text, text.length() / 2));
  }

  private JsonObject json(int part) {
    byte[] bytes = Base64.getUrlDecoder().decode(parts[part]);
    return JsonParser.parseString(new String(bytes, StandardCharsets.UTF_8)).getAsJsonObject();
  }

  private static String encode(JsonElement json) {
    byte[] bytes = json.toString().getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
