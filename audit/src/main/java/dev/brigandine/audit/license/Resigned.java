package dev.brigandine.audit.license;

import dev.brigandine.bundle.SigningKey;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.LinkedHashMap;
import java.util.Map;

/** The vendor's front, as it is and edited, under a thief's signature. */
final class Resigned {
  private static final int PREFIX = 16;
  private static final String ARMORED = "\"armor\":\"full\"";

  private Resigned() {}

  static void tryAll(
      SigningKey thief,
      int manifestLength,
      int signatureLength,
      AlteredCopy copy,
      Reading reading,
      Ledger ledger)
      throws IOException, GeneralSecurityException {
    byte[] manifest = copy.read(PREFIX, manifestLength);
    for (Map.Entry<String, byte[]> edit : edits(manifest).entrySet()) {
      byte[] signature = ThiefsFront.sign(edit.getValue(), thief);
      copy.write(PREFIX, edit.getValue());
      copy.write(PREFIX + (long) manifestLength, signature);
      // By itself it is a good bundle, of the thief's; it is the licence and the pin that refuse.
      ledger.tried(
          "manifests signed by a thief",
          edit.getKey(),
          reading.application(copy.path()),
          Region.BAD_SIGNATURE);
      copy.restore(0, PREFIX + (long) manifestLength + signatureLength);
    }
  }

  /** All as long as they were, so that no section moves. */
  private static Map<String, byte[]> edits(byte[] manifest) {
    String text = new String(manifest, StandardCharsets.ISO_8859_1);
    Map<String, byte[]> edits = new LinkedHashMap<>();
    edits.put("as it is", manifest);
    int digit = text.indexOf("\"version\":") + "\"version\":".length();
    char other = text.charAt(digit) == '9' ? '8' : '9';
    edits.put("another version", bytes(replaced(text, digit, other)));
    int customer = text.indexOf("\"customer\":\"") + "\"customer\":\"".length();
    if (text.contains("\"customer\":\"")) {
      char letter = text.charAt(customer) == 'x' ? 'y' : 'x';
      edits.put("another customer", bytes(replaced(text, customer, letter)));
    }
    if (text.contains(ARMORED)) {
      edits.put("not armored", bytes(text.replace(ARMORED, "\"armor\":\"none\"")));
    }
    return edits;
  }

  private static String replaced(String text, int at, char with) {
    return text.substring(0, at) + with + text.substring(at + 1);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
