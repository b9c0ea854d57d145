package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.SignedJwt;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.security.Provider;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * What a vendor, server or relay took back: a JWT (RFC 7519) signed with ES256.
 *
 * <p>It speaks for licences that its signer stands behind, itself or through whom it lent the right
 * to. Not guaranteed: that a client has the newest one; who is never shown a newer list cannot know
 * of it.
 *
 * @param signer whose key it is signed with
 * @param number rises with every list of this signer
 * @param issuedAt in whole seconds
 * @param nextUpdate when to look for a newer one at the latest; the list holds beyond it
 * @param ids of licences, entitlements (22 characters) and devices (43), at most {@value #MAX_IDS}
 */
public record Revocations(
    SignerId signer, long number, Instant issuedAt, Instant nextUpdate, Set<String> ids) {
  /** The most ids in one list. */
  public static final int MAX_IDS = 20_000;

  /** The most characters a list may have. */
  public static final int MAX_LENGTH = 2 << 20;

  private static final String TYPE = "brig-revoked+jwt";
  private static final SignedJwt.Kind KIND =
      new SignedJwt.Kind(TYPE, MAX_LENGTH, false, "the revocation list");

  /** Checks the ids. */
  public Revocations {
    ids = Set.copyOf(ids);
    if (ids.size() > MAX_IDS) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a revocation list may have " + MAX_IDS + " ids, not " + ids.size(),
          "let what was revoked expire, or change the server's key");
    }
    for (String id : ids) {
      Base64Url.decode(id, id.length() == 22 ? 16 : 32, "an id in the revocation list");
    }
  }

  /**
   * Parses and verifies.
   *
   * @param provider where to take primitives from as far as it has them; may be null
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE}, {@link ErrorCode#TAMPERED}
   */
  public static Revocations parse(String jwt, Provider provider) {
    SignedJwt token = SignedJwt.read(jwt, KIND, provider == null ? Jca.DEFAULT : new Jca(provider));
    SignerId signer = token.key().keyId();
    JsonObject claims = token.claims("the revocation list");
    claims.exactly("iss", signer.thumbprint());
    claims.exactly("aud", Claims.AUDIENCE);
    Instant issuedAt = Instant.ofEpochSecond(claims.integer("iat", 0, Claims.MAX_TIME));
    Instant nextUpdate = Instant.ofEpochSecond(claims.integer("exp", 0, Claims.MAX_TIME));
    JsonObject brig = claims.object("brig");
    claims.end();
    long number = brig.integer("number", 0, Claims.MAX_RUNS);
    String joined = brig.string("ids");
    brig.end();
    String[] listed = joined.isEmpty() ? new String[0] : joined.split(" ", MAX_IDS + 1);
    Set<String> ids = new HashSet<>(Arrays.asList(listed));
    if (listed.length > MAX_IDS || ids.size() < listed.length) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "the revocation list names an id twice, or too many");
    }
    return new Revocations(signer, number, issuedAt, nextUpdate, ids);
  }

  /**
   * Signs it.
   *
   * @param key of {@link #signer()}
   * @return a JWT in compact form
   */
  public String sign(SigningKey key) {
    Map<String, Object> brig = new LinkedHashMap<>();
    brig.put("number", number);
    brig.put("ids", String.join(" ", new TreeSet<>(ids)));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", signer.thumbprint());
    claims.put("aud", Claims.AUDIENCE);
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("exp", nextUpdate.getEpochSecond());
    claims.put("brig", brig);
    return SignedJwtWriter.sign(key, TYPE, claims, null);
  }

  /** Whether its signer stands behind {@code license}: signed it, or lent the right to. */
  public boolean speaksFor(License license) {
    for (License at = license; at != null; at = at.parent().orElse(null)) {
      if (at.signer().thumbprint().equals(signer.thumbprint())) {
        return true;
      }
    }
    return false;
  }

  /** Whether it takes back {@code license}, its device, or what lends its signer the right. */
  public boolean revokes(License license) {
    if (!speaksFor(license)) {
      return false;
    }
    for (License at = license; at != null; at = at.parent().orElse(null)) {
      if (ids.contains(at.id())
          || ids.contains(at.device())
          || ids.contains(at.conditions().entitlement().orElse(at.id()))) {
        return true;
      }
    }
    return false;
  }

  @Override
  public String toString() {
    return "Revocations[number " + number + ", " + ids.size() + " ids]";
  }
}
