package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.SignedJwt;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.security.Provider;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A seat of a floating licence on loan to one client: a JWT (RFC 7519), signed with ES256 by
 * whoever signed the licence it goes with.
 *
 * <p>A value of this type that was read is well formed and its signature holds by the key in its
 * own header; {@link #check} ties it to a licence. Not guaranteed by it: that the seat was not
 * given back since.
 *
 * @param signer whose key it is signed with
 * @param id of the loan, 22 characters; stays through renewals
 * @param entitlement the vendor's record whose seat it is
 * @param licence id of the licence that it completes
 * @param device thumbprint of the device's key
 * @param instance the client on that device, 22 characters
 * @param seat from 1
 * @param fence rises each time the seat is given, to anybody: of two holders, the higher one is
 *     right
 * @param issuedAt by the server's clock, in whole seconds
 * @param expires the first moment at which the seat is free for others
 * @param proof id of the request that this answers: who made a fresh one knows that this is fresh
 * @param runs how many runs were granted with it, if the licence counts them
 */
public record Lease(
    SignerId signer,
    String id,
    String entitlement,
    String licence,
    String device,
    String instance,
    long seat,
    long fence,
    Instant issuedAt,
    Instant expires,
    String proof,
    OptionalLong runs) {
  private static final String TYPE = "brig-lease+jwt";
  private static final int MAX_LENGTH = 4096;
  private static final SignedJwt.Kind KIND =
      new SignedJwt.Kind(TYPE, MAX_LENGTH, false, "the lease");

  /**
   * Parses and verifies.
   *
   * @param provider where to take primitives from as far as it has them; may be null
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE}, {@link ErrorCode#TAMPERED}
   */
  public static Lease parse(String jwt, Provider provider) {
    SignedJwt token = SignedJwt.read(jwt, KIND, provider == null ? Jca.DEFAULT : new Jca(provider));
    SignerId signer = token.key().keyId();
    JsonObject claims = token.claims("the lease");
    claims.exactly("iss", signer.thumbprint());
    claims.exactly("aud", Claims.AUDIENCE);
    long issuedAt = claims.integer("iat", 0, Claims.MAX_TIME);
    long expires = claims.integer("exp", 0, Claims.MAX_TIME);
    JsonObject cnf = claims.object("cnf");
    JsonObject brig = claims.object("brig");
    Lease lease =
        new Lease(
            signer,
            claims.id("jti"),
            claims.id("sub"),
            brig.id("licence"),
            cnf.thumbprint("jkt"),
            brig.id("instance"),
            brig.integer("seat", 1, Delegate.MAX_SEATS),
            brig.integer("fence", 1, Claims.MAX_RUNS),
            Instant.ofEpochSecond(issuedAt),
            Instant.ofEpochSecond(expires),
            brig.id("proof"),
            brig.has("runs")
                ? OptionalLong.of(brig.integer("runs", 0, Claims.MAX_RUNS))
                : OptionalLong.empty());
    claims.end();
    cnf.end();
    brig.end();
    if (issuedAt >= expires) {
      throw new BrigandineException(ErrorCode.TAMPERED, "the lease ends before it begins");
    }
    return lease;
  }

  /**
   * Signs it; whole seconds only.
   *
   * @param key of {@link #signer()}
   * @return a JWT in compact form
   */
  public String sign(SigningKey key) {
    Map<String, Object> brig = new LinkedHashMap<>();
    brig.put("licence", licence);
    brig.put("instance", instance);
    brig.put("seat", seat);
    brig.put("fence", fence);
    brig.put("proof", proof);
    runs.ifPresent(count -> brig.put("runs", count));
    Map<String, Object> claims = new LinkedHashMap<>();
    claims.put("iss", signer.thumbprint());
    claims.put("sub", entitlement);
    claims.put("aud", Claims.AUDIENCE);
    claims.put("iat", issuedAt.getEpochSecond());
    claims.put("exp", expires.getEpochSecond());
    claims.put("jti", id);
    claims.put("cnf", Map.of("jkt", device));
    claims.put("brig", brig);
    return SignedJwtWriter.sign(key, TYPE, claims, null);
  }

  /**
   * Refuses unless this lease completes {@code license}: same signer, same entitlement, same
   * licence, same device, and no longer than the licence lends. Whether it is over is not asked.
   *
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE} if another key signed it, {@link
   *     ErrorCode#WRONG_MACHINE} if it was lent to another device, {@link ErrorCode#NO_KEY_FITS} if
   *     it is for another licence, {@link ErrorCode#TAMPERED} if it is longer than the licence
   *     lends
   */
  public void check(License license) {
    if (!signer.thumbprint().equals(license.signer().thumbprint())) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the lease is signed by "
              + signer.thumbprint()
              + ", the licence by "
              + license.signer().thumbprint(),
          "leases come from the server that issued the licence");
    }
    if (!device.equals(license.device())) {
      throw new BrigandineException(
          ErrorCode.WRONG_MACHINE,
          "the lease was lent to device " + device,
          "let this device claim one of its own");
    }
    if (!licence.equals(license.id())
        || !entitlement.equals(license.conditions().entitlement().orElse(""))) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the lease is for licence " + licence + ", not for " + license.id(),
          "claim a lease for this licence");
    }
    Optional<LeaseTerms> terms = license.conditions().lease();
    if (terms.isPresent() && expires.isAfter(issuedAt.plus(terms.get().length()))) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the lease ends at " + expires + ", later than the licence lends",
          "claim another one");
    }
  }

  @Override
  public String toString() {
    return "Lease[" + id + " fence " + fence + "]";
  }
}
