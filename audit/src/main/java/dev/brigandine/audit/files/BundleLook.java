package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.brigandine.audit.result.FoundModel.Exposure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * What anyone can read off a bundle: its manifest. Whether the signature holds is not checked.
 *
 * <p>Source: {@code docs/format.md}.
 */
final class BundleLook {
  private static final int PREFIX = 16;

  private BundleLook() {}

  /** What a bundle's manifest tells, in a clause; empty if these are no bundle's first bytes. */
  static Optional<Sighting> of(byte[] head, int start, int end, long offset, long size) {
    return manifest(head, start, end)
        .map(
            manifest ->
                new Sighting(Format.BUNDLE, offset, size, Exposure.PROTECTED, "", tells(manifest)));
  }

  /** The id of the bundle. */
  static Optional<String> id(byte[] head, int end) {
    return manifest(head, 0, end)
        .filter(manifest -> manifest.has("bundle"))
        .map(manifest -> text(manifest.get("bundle")));
  }

  private static Optional<JsonObject> manifest(byte[] head, int start, int end) {
    if (end - start < PREFIX + 2) {
      return Optional.empty();
    }
    ByteBuffer front = ByteBuffer.wrap(head, start, end - start).slice();
    front.order(ByteOrder.LITTLE_ENDIAN);
    int length = front.getInt(8);
    if (front.getInt(0) != ('B' | 'R' << 8 | 'I' << 16 | 'G' << 24)
        || front.getInt(4) != 1
        || length < 2
        || front.get(PREFIX) != '{') {
      return Optional.empty();
    }
    if (length > end - start - PREFIX) {
      return Optional.of(new JsonObject());
    }
    try {
      String json = new String(head, start + PREFIX, length, UTF_8);
      return JsonParser.parseString(json) instanceof JsonObject manifest
          ? Optional.of(manifest)
          : Optional.empty();
    } catch (JsonParseException | StackOverflowError e) {
      return Optional.empty();
    }
  }

  private static String tells(JsonObject manifest) {
    if (!(manifest.get("model") instanceof JsonObject model)) {
      return "its manifest is too long to be looked at here";
    }
    StringBuilder tells = new StringBuilder("its manifest tells model ");
    tells.append(text(model.get("id"))).append(" version ").append(text(model.get("version")));
    if (manifest.has("customer")) {
      tells.append(", made for customer ").append(text(manifest.get("customer")));
    }
    tells.append(", armor ").append(text(manifest.get("armor")));
    int inputs = size(manifest.get("inputs"));
    tells.append(
        inputs > 0
            ? ", names and shapes of " + inputs + " inputs and of its outputs"
            : ", no inputs or outputs");
    return tells
        .append(", sizes of ")
        .append(size(manifest.get("sections")))
        .append(" sections")
        .toString();
  }

  private static int size(JsonElement element) {
    return element != null && element.isJsonArray() ? element.getAsJsonArray().size() : 0;
  }

  private static String text(JsonElement element) {
    String text = element != null && element.isJsonPrimitive() ? element.getAsString() : "unknown";
    return text.length() <= 256 ? text : text.substring(0, 256);
  }
}
