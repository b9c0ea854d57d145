package dev.brigandine.licenseserver.page;

import dev.brigandine.license.jose.Base64Url;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;

/**
 * What the browser holds: 256 random bits, of a session once someone signed in, of the form before.
 * Never readable by scripts, never sent along from other sites.
 */
final class Cookies {
  static final String SESSION = "brig_session";
  static final String FORM = "brig_form";

  private final SecureRandom random;
  private final boolean tls;

  Cookies(SecureRandom random, boolean tls) {
    this.random = random;
    this.tls = tls;
  }

  /** A cookie's value, if it looks like one of ours; else null. */
  static String get(Context context, String name) {
    String value = context.cookie(name);
    return value != null && value.matches("[A-Za-z0-9_-]{43}") ? value : null;
  }

  /** The form cookie's value, a new one if there is none. */
  String form(Context context) {
    String there = get(context, FORM);
    if (there != null) {
      return there;
    }
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    String made = Base64Url.encode(bytes);
    put(context, FORM, made, -1);
    return made;
  }

  /** Until the browser ends, or for {@code seconds} if that is not negative; 0 ends it. */
  void put(Context context, String name, String value, long seconds) {
    // A proxy that speaks TLS says so; whoever lies in that header makes the cookie but stricter.
    boolean secure = tls || "https".equalsIgnoreCase(context.header("X-Forwarded-Proto"));
    context
        .res()
        .addHeader(
            "Set-Cookie",
            name
                + "="
                + value
                + "; Path=/page; HttpOnly; SameSite=Strict"
                + (secure ? "; Secure" : "")
                + (seconds < 0 ? "" : "; Max-Age=" + seconds));
  }

  /** The token of the forms of whoever holds a cookie; who does not know the one has no other. */
  static String csrf(String cookie) {
    try {
      MessageDigest sha = MessageDigest.getInstance("SHA-256");
      sha.update("dev.brigandine/1 form ".getBytes(StandardCharsets.US_ASCII));
      return Base64Url.encode(sha.digest(cookie.getBytes(StandardCharsets.US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  static boolean same(String one, String other) {
    return one != null
        && other != null
        && MessageDigest.isEqual(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }
}
