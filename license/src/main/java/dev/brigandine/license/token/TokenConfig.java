package dev.brigandine.license.token;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A configuration file of the JDK's SunPKCS11 provider ("PKCS#11 Reference Guide" of the JDK), and
 * the provider made by it, which is never registered. The file names a native library that is
 * loaded into this process: who may write it, or the file that refers to it, may run code here.
 */
final class TokenConfig {
  private static final int MAX_SIZE = 16 * 1024;

  /** A shared secret must come out of the token: what derives from it is done here. */
  private static final String USE =
      "\nattributes(generate,CKO_SECRET_KEY,CKK_GENERIC_SECRET) = {\n"
          + "  CKA_TOKEN = false\n  CKA_SENSITIVE = false\n  CKA_EXTRACTABLE = true\n}\n";

  /** A provider holds sessions, so one for a configuration and purpose is enough. */
  private static final Map<String, Provider> PROVIDERS = new ConcurrentHashMap<>();

  private final Path path;
  private final String text;

  private TokenConfig(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  static TokenConfig read(Path path) {
    byte[] bytes;
    try (InputStream in = Files.newInputStream(path)) {
      bytes = in.readNBytes(MAX_SIZE + 1);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "token configuration " + path + " cannot be read",
          "name a SunPKCS11 configuration: two lines, 'name = …' and 'library = …'; see"
              + " docs/devices.md",
          e);
    }
    if (bytes.length > MAX_SIZE) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "token configuration " + path + " is larger than the " + MAX_SIZE + " bytes allowed");
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.contains("\\n")) {
      // The provider takes these two characters for a line feed when it is handed text.
      throw new BrigandineException(
          ErrorCode.USAGE,
          "token configuration " + path + " has a backslash before an n",
          "write paths with / in place of \\");
    }
    return new TokenConfig(path, text);
  }

  Path path() {
    return path;
  }

  /** For keys that exist. */
  Provider provider() {
    return provider("");
  }

  /**
   * For making a key that never leaves the token.
   *
   * @param uses lines of attributes for the private half
   */
  Provider generating(String uses) {
    return provider(
        "attributes(generate,CKO_PRIVATE_KEY,*) = {\n  CKA_TOKEN = true\n  CKA_PRIVATE = true\n"
            + "  CKA_SENSITIVE = true\n  CKA_EXTRACTABLE = false\n"
            + uses
            + "}\nattributes(generate,CKO_PUBLIC_KEY,*) = {\n  CKA_TOKEN = true\n}\n");
  }

  /** Makes the next {@link #provider} begin anew, after a failure. */
  void forget() {
    PROVIDERS.keySet().removeIf(key -> key.startsWith(text + USE));
  }

  private Provider provider(String more) {
    String whole = text + USE + more;
    Provider made = PROVIDERS.get(whole);
    if (made == null) {
      made = configure(whole);
      Provider before = PROVIDERS.putIfAbsent(whole, made);
      made = before == null ? made : before;
    }
    return made;
  }

  private Provider configure(String whole) {
    Provider base = Security.getProvider("SunPKCS11");
    if (base == null) {
      throw new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "this Java has no SunPKCS11 provider, by which tokens are reached",
          "use a full JDK or JRE; a runtime made by jlink needs the module jdk.crypto.cryptoki");
    }
    try {
      return base.configure("--" + whole);
    } catch (IllegalArgumentException | ProviderException | UnsupportedOperationException e) {
      throw refuse(e);
    }
  }

  private BrigandineException refuse(RuntimeException e) {
    StringBuilder said = new StringBuilder();
    int depth = 0;
    for (Throwable cause = e; cause != null && depth < 16; cause = cause.getCause(), depth++) {
      said.append(cause.getMessage()).append('\n');
    }
    String all = said.toString();
    if (!Ckr.name(e).isEmpty()) {
      return new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the PKCS#11 library of " + path + " does not start: " + Ckr.name(e),
          "for a TPM: is /dev/tpmrm0 there and open to this user (group tss), or tpm2-abrmd running;"
              + " are TPM2_PKCS11_STORE and TPM2_PKCS11_TCTI set as when the key was made; for"
              + " SoftHSM: SOFTHSM2_CONF",
          e);
    }
    if (all.contains("does not exist") || all.contains("absolute path")) {
      return new BrigandineException(
          ErrorCode.FILE_UNREADABLE,
          "the PKCS#11 library that " + path + " names does not exist",
          "'library' is the whole path of the token's module; docs/devices.md names the usual ones",
          e);
    }
    if (all.contains("slotListIndex") || all.contains("slot ")) {
      return new BrigandineException(
          ErrorCode.TOKEN_UNAVAILABLE,
          "the slot that " + path + " names does not exist",
          "'pkcs11-tool --module LIBRARY -L' lists the slots",
          e);
    }
    return new BrigandineException(
        ErrorCode.USAGE,
        "token configuration " + path + " is refused by SunPKCS11, or its library is none",
        "it needs the lines 'name = …' and 'library = …'; see docs/devices.md",
        e);
  }
}
