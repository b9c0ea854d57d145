package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.license.jose.JsonObject;
import dev.brigandine.license.jose.SignedJwtWriter;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Issues licences: takes the activation key out of a bundle's manifest, or out of the licence that
 * lends the right, and seals it for a device or for whom the right is lent to.
 */
public final class LicenseIssuer {
  private LicenseIssuer() {}

  /**
   * A licence by the vendor for one bundle on one device.
   *
   * @param manifest of a bundle whose signature was verified
   * @param bundleSigner who signed that bundle; must be {@code vendor}
   * @param now the moment of issue, read once by the caller; the licence says so in whole seconds
   * @return a JWT in compact form, without a line feed
   * @throws BrigandineException {@link ErrorCode#NO_KEY_FITS} if the bundle is by another vendor
   *     key, {@link ErrorCode#USAGE} if the licence would have expired before it is issued, or if
   *     model id or customer are longer than 256 characters or hold control characters
   */
  public static String issue(
      VendorKey vendor,
      Manifest manifest,
      SignerId bundleSigner,
      DevicePublicKey device,
      LicenseTerms terms,
      Instant now) {
    return sign(vendor, Source.of(vendor, manifest, bundleSigner), device, null, terms, now);
  }

  /**
   * A licence by the vendor for a licence server, which may license the bundle on.
   *
   * @param to the server's public keys
   * @param mayDelegate whether it may lend the right to relays
   * @param terms what it grants stays within them
   * @throws BrigandineException as {@link #issue(VendorKey, Manifest, SignerId, DevicePublicKey,
   *     LicenseTerms, Instant)}
   */
  public static String delegate(
      VendorKey vendor,
      Manifest manifest,
      SignerId bundleSigner,
      VendorPublicKey to,
      boolean mayDelegate,
      LicenseTerms terms,
      Instant now) {
    Delegate delegate = new Delegate(to.signer(), mayDelegate, OptionalLong.empty());
    return sign(
        vendor, Source.of(vendor, manifest, bundleSigner), to.encryption(), delegate, terms, now);
  }

  /**
   * A licence by a server or relay, by the right that {@code delegation} lends it.
   *
   * @param issuer whom {@code delegation} is for
   * @throws BrigandineException {@link ErrorCode#WRONG_MACHINE} if the delegation is for another
   *     key, {@link ErrorCode#USAGE} or a refusal of the reader's if the terms go beyond it
   */
  public static String issue(
      VendorKey issuer,
      License delegation,
      DevicePublicKey device,
      LicenseTerms terms,
      Instant now) {
    return sign(issuer, Source.of(issuer, delegation), device, null, terms, now);
  }

  /**
   * A licence by a server for a relay, which lends seats where there is no network.
   *
   * @param seats how many it may lend at a time
   * @throws BrigandineException as {@link #issue(VendorKey, License, DevicePublicKey, LicenseTerms,
   *     Instant)}; {@link ErrorCode#BAD_SIGNATURE} if the server may not pass its right on
   */
  public static String delegate(
      VendorKey issuer,
      License delegation,
      VendorPublicKey to,
      long seats,
      LicenseTerms terms,
      Instant now) {
    Delegate delegate = new Delegate(to.signer(), false, OptionalLong.of(seats));
    return sign(issuer, Source.of(issuer, delegation), to.encryption(), delegate, terms, now);
  }

  /** What a licence is made from: a bundle's manifest, or a licence that may be passed on. */
  private record Source(
      List<String> bundles,
      String model,
      long version,
      Optional<String> customer,
      String parent,
      ActivationKey activation) {

    static Source of(VendorKey vendor, Manifest manifest, SignerId bundleSigner) {
      if (!vendor.signer().equals(bundleSigner)) {
        throw new BrigandineException(
            ErrorCode.NO_KEY_FITS,
            "the bundle was signed by "
                + bundleSigner.thumbprint()
                + ", this vendor key is "
                + vendor.signer().thumbprint(),
            "use the vendor key that the model was protected with");
      }
      checkLabel("model id", manifest.modelId());
      manifest.customer().ifPresent(customer -> checkLabel("customer", customer));
      return new Source(
          List.of(manifest.bundleId()),
          manifest.modelId(),
          manifest.modelVersion(),
          manifest.customer(),
          null,
          vendor.activation(manifest));
    }

    static Source of(VendorKey issuer, License delegation) {
      return new Source(
          delegation.bundles(),
          delegation.model(),
          delegation.modelVersion().orElse(-1),
          delegation.customer(),
          delegation.jwt(),
          issuer.activation(delegation));
    }
  }

  /** Closes the source's key. */
  private static String sign(
      VendorKey issuer,
      Source source,
      DevicePublicKey recipient,
      Delegate delegate,
      LicenseTerms terms,
      Instant now) {
    try (ActivationKey activation = source.activation()) {
      if (!terms.expires().isAfter(now)) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "a licence that expires at " + terms.expires() + " cannot be issued at " + now,
            "let it expire later");
      }
      byte[] random = new byte[Claims.ID_BYTES];
      new SecureRandom().nextBytes(random);
      String id = Base64Url.encode(random);

      Map<String, Object> brig = new LinkedHashMap<>();
      brig.put("bundles", source.bundles());
      brig.put("model", source.model());
      if (source.version() >= 0) {
        brig.put("version", source.version());
      }
      source.customer().ifPresent(customer -> brig.put("customer", customer));
      terms.runs().ifPresent(runs -> brig.put("runs", runs));
      ConditionsCodec.put(terms.conditions(), brig);
      if (delegate != null) {
        ConditionsCodec.put(delegate, brig);
      }
      brig.put("key", recipient.wrap(activation, id));

      Map<String, Object> claims = new LinkedHashMap<>();
      claims.put("iss", issuer.signer().thumbprint());
      claims.put("sub", source.customer().orElse(source.model()));
      claims.put("aud", Claims.AUDIENCE);
      claims.put("iat", now.getEpochSecond());
      claims.put("nbf", terms.notBefore().orElse(now).getEpochSecond());
      claims.put("exp", terms.expires().getEpochSecond());
      claims.put("jti", id);
      claims.put("cnf", Map.of("jkt", recipient.thumbprint()));
      claims.put("brig", brig);
      String jwt = SignedJwtWriter.sign(issuer.signing(), License.TYPE, claims, source.parent());
      // What the reader would refuse must not leave the house.
      License.parse(jwt);
      return jwt;
    }
  }

  private static void checkLabel(String which, String text) {
    if (!JsonObject.isLabel(text, Claims.MAX_LABEL)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the " + which + " must have 1 to " + Claims.MAX_LABEL + " printable characters");
    }
  }
}
