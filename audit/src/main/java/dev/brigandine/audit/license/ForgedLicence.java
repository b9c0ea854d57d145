package dev.brigandine.audit.license;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.nio.charset.StandardCharsets;
import java.text.ParseException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** A licence's claims under another signature. */
final class ForgedLicence {
  private ForgedLicence() {}

  /**
   * Another text in a licence's claims, signed again.
   *
   * @param parent the licence that is to lend the right to; null for none
   */
  static String of(String jwt, String from, String to, SigningKey key, String parent) {
    byte[] bytes = Base64.getUrlDecoder().decode(jwt.split("\\.")[1]);
    String claims = new String(bytes, StandardCharsets.UTF_8);
    if (!claims.contains(from)) {
      throw new IllegalStateException("the licence's claims lack what is to be forged");
    }
    try {
      Map<String, Object> altered = JSONObjectUtils.parse(claims.replace(from, to));
      return SignedJwtWriter.sign(key, "brig-licence+jwt", new HashMap<>(altered), parent);
    } catch (ParseException e) {
      throw new IllegalStateException("the licence's claims are no JSON once forged", e);
    }
  }
}
