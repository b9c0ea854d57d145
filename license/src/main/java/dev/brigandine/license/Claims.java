package dev.brigandine.license;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The claims of a licence (RFC 7519, RFC 7800 for {@code cnf}), each within its bounds.
 *
 * @param subject customer or model
 * @param issuedAt seconds since 1970, as are the next two
 * @param id {@code jti}
 * @param device thumbprint of the device's key
 * @param bundles ids, at least one
 * @param version -1 if absent
 * @param customer null if absent
 * @param runs -1 if absent
 * @param conditions what else it asks
 * @param delegate who may license it on, if anybody
 * @param key the activation key as a JWE for the device
 */
record Claims(
    String subject,
    long issuedAt,
    long notBefore,
    long expires,
    String id,
    String device,
    List<String> bundles,
    String model,
    long version,
    String customer,
    long runs,
    Conditions conditions,
    Optional<Delegate> delegate,
    String key) {
  static final String AUDIENCE = "brigandine";

  /** The last second of the year 9999. */
  static final long MAX_TIME = 253_402_300_799L;

  /** What a double, and so every JSON reader, holds exactly. */
  static final long MAX_RUNS = (1L << 53) - 1;

  static final long MAX_VERSION = MAX_RUNS;
  static final int MAX_LABEL = 256;
  static final int MAX_BUNDLES = 64;

  /** Bytes of a bundle or licence id. */
  static final int ID_BYTES = 16;

  static Claims take(JsonObject claims, String signer) {
    claims.exactly("iss", signer);
    claims.exactly("aud", AUDIENCE);
    final String subject = claims.label("sub", MAX_LABEL);
    final long issuedAt = claims.integer("iat", 0, MAX_TIME);
    final long notBefore = claims.integer("nbf", 0, MAX_TIME);
    final long expires = claims.integer("exp", 0, MAX_TIME);
    final String id = id(claims.string("jti"), "the licence's id");
    JsonObject confirmation = claims.object("cnf");
    JsonObject brig = claims.object("brig");
    claims.end();
    final String device = confirmation.string("jkt");
    Base64Url.decode(device, 32, "the licence's device thumbprint");
    confirmation.end();

    final List<String> bundles = bundles(brig.array("bundles"));
    final String model = brig.label("model", MAX_LABEL);
    long version = brig.has("version") ? brig.integer("version", 1, MAX_VERSION) : -1;
    String customer = brig.has("customer") ? brig.label("customer", MAX_LABEL) : null;
    long runs = brig.has("runs") ? brig.integer("runs", 1, MAX_RUNS) : -1;
    Conditions conditions = ConditionsCodec.take(brig);
    Optional<Delegate> delegate = ConditionsCodec.takeDelegate(brig);
    String key = brig.string("key");
    brig.end();
    if (notBefore >= expires) {
      throw refuse("the licence ends before it begins");
    }
    return new Claims(
        subject,
        issuedAt,
        notBefore,
        expires,
        id,
        device,
        bundles,
        model,
        version,
        customer,
        runs,
        conditions,
        delegate,
        key);
  }

  private static List<String> bundles(List<?> array) {
    if (array.isEmpty() || array.size() > MAX_BUNDLES) {
      throw refuse("the licence must name 1 to " + MAX_BUNDLES + " bundles");
    }
    List<String> bundles = new ArrayList<>(array.size());
    for (Object element : array) {
      if (!(element instanceof String text)) {
        throw refuse("the licence names a bundle that is not a string");
      }
      if (bundles.contains(text)) {
        throw refuse("the licence names a bundle twice");
      }
      bundles.add(id(text, "a bundle id in the licence"));
    }
    return List.copyOf(bundles);
  }

  private static String id(String text, String what) {
    Base64Url.decode(text, ID_BYTES, what);
    return text;
  }

  private static BrigandineException refuse(String message) {
    return new BrigandineException(ErrorCode.TAMPERED, message);
  }

  @Override
  public String toString() {
    return "Claims[" + id + "]";
  }
}
