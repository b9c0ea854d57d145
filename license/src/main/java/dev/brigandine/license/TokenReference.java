package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.token.TokenKeyMaker;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Where the private halves are that a key file leaves out: the member {@code token} of its JWK set.
 *
 * @param config path of the SunPKCS11 configuration; a relative one starts at the key file's folder
 * @param name what the keys' names on the token begin with
 */
record TokenReference(String config, String name) {
  private static final int MAX_PATH = 1024;

  TokenReference {
    if (!JsonObject.isLabel(config, MAX_PATH)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the path of a token's configuration must have 1 to " + MAX_PATH + " characters");
    }
  }

  static TokenReference take(JsonObject token, String what) {
    TokenReference reference =
        new TokenReference(token.label("config", MAX_PATH), token.string("name"));
    token.end();
    if (!TokenKeyMaker.isName(reference.name())) {
      throw new BrigandineException(ErrorCode.TAMPERED, what + " has a token key of a bad name");
    }
    return reference;
  }

  Path path(Path keyFile) {
    try {
      return keyFile.toAbsolutePath().resolveSibling(config);
    } catch (InvalidPathException e) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, keyFile + " names a token configuration that is no path");
    }
  }

  /** As a JSON object. */
  String toJson() {
    StringBuilder out = new StringBuilder("{\"config\":\"");
    for (int i = 0; i < config.length(); i++) {
      char c = config.charAt(i);
      if (c == '"' || c == '\\') {
        out.append('\\');
      }
      out.append(c);
    }
    return out.append("\",\"name\":\"").append(name).append("\"}").toString();
  }
}
