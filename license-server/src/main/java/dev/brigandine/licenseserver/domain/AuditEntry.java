package dev.brigandine.licenseserver.domain;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * One change, chained to the one before it: {@code hash} is SHA-256 over a canonical encoding of
 * all other members, {@code previous} among them. A changed, inserted or missing entry breaks the
 * chain. What that does not show: a chain cut off at its end by someone who can write to the
 * database and fixes its head, or one made anew from some entry on; for that, keep a hash
 * elsewhere.
 *
 * @param n from 1, without gaps
 * @param at seconds since 1970
 * @param who a token's label, a device's thumbprint, or {@code system}
 * @param action such as {@code entitlement.revoke}
 * @param target the id of what was changed
 * @param detail JSON
 * @param previous hash of entry {@code n - 1}, 64 hex digits; zeros for the first
 * @param hash 64 hex digits
 */
public record AuditEntry(
    long n,
    long at,
    String who,
    String action,
    String target,
    String detail,
    String previous,
    String hash) {
  /** What the first entry has for its previous hash. */
  public static final String START = "0".repeat(64);

  private static final String DOMAIN = "dev.brigandine/1 audit";

  /** The entry after {@code previous}, with its hash. */
  public static AuditEntry chain(
      long n, long at, String who, String action, String target, String detail, String previous) {
    String hash = hash(n, at, who, action, target, detail, previous);
    return new AuditEntry(n, at, who, action, target, detail, previous, hash);
  }

  /** Whether the hash is this entry's. */
  public boolean isWhole() {
    return hash.equals(hash(n, at, who, action, target, detail, previous));
  }

  private static String hash(
      long n, long at, String who, String action, String target, String detail, String previous) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(256);
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      // Each text behind its length, so that nothing can move from one member to the next.
      text(out, DOMAIN);
      out.writeLong(n);
      out.writeLong(at);
      text(out, who);
      text(out, action);
      text(out, target);
      text(out, detail);
      text(out, previous);
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static void text(DataOutputStream out, String text) throws IOException {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(utf8.length);
    out.write(utf8);
  }
}
