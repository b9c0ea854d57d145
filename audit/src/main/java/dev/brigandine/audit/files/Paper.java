package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.License;
import java.util.List;
import java.util.Optional;

/**
 * A small file that matters to whoever would open a bundle.
 *
 * @param kind what it is
 * @param where it lies
 * @param bundles ids that a licence names; no others
 */
record Paper(Kind kind, String where, List<String> bundles) {
  /** What a small file may be. */
  enum Kind {
    /** A licence whose signature holds. */
    LICENCE,
    /** Private keys of a device, not under a passphrase. */
    DEVICE_KEY,
    /** Private keys of a vendor, not under a passphrase. */
    VENDOR_KEY
  }

  /** Longer files are none of these. */
  static final int MOST = License.MAX_LENGTH + 2;

  /** What a file is, by its whole content; keys are looked at, not kept. */
  static Optional<Paper> of(String where, byte[] content, int length) {
    if (length < 64 || length > MOST) {
      return Optional.empty();
    }
    return switch (content[0]) {
      case 'e' -> licence(where, new String(content, 0, length, ISO_8859_1).strip());
      case '{' -> keys(where, new String(content, 0, length, UTF_8));
      default -> Optional.empty();
    };
  }

  private static Optional<Paper> licence(String where, String jwt) {
    try {
      return Optional.of(new Paper(Kind.LICENCE, where, License.parse(jwt).bundles()));
    } catch (BrigandineException e) {
      return Optional.empty();
    }
  }

  private static Optional<Paper> keys(String where, String json) {
    try {
      JsonElement parsed = JsonParser.parseString(json);
      if (!(parsed instanceof JsonObject set && set.get("keys") instanceof JsonArray keys)
          || keys.isEmpty()) {
        return Optional.empty();
      }
      int privates = 0;
      int signing = 0;
      for (JsonElement key : keys) {
        if (key instanceof JsonObject one) {
          privates += one.has("kty") && one.has("d") ? 1 : 0;
          signing += one.has("use") && "\"sig\"".equals(one.get("use").toString()) ? 1 : 0;
        }
      }
      if (privates == 0) {
        return Optional.empty();
      }
      // The first form of device keys has no signing key; a vendor's always has one.
      boolean device = set.has("for") || signing == 0;
      return Optional.of(new Paper(device ? Kind.DEVICE_KEY : Kind.VENDOR_KEY, where, List.of()));
    } catch (JsonParseException | StackOverflowError e) {
      return Optional.empty();
    }
  }
}
