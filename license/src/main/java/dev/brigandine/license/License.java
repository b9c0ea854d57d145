package dev.brigandine.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.jose.Jca;
import dev.brigandine.license.jose.SignedJwt;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.machine.Machine;
import dev.brigandine.license.machine.MatchPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.Provider;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A licence: a JWT (RFC 7519) in compact form, signed with ES256 by the vendor, with the activation
 * key inside as a JWE for one device.
 *
 * <p>A value of this type is well formed and its signature holds <em>by the key in its own
 * header</em>: that says it is unaltered since {@link #signer()} signed it, not that this signer is
 * anybody. {@link #activate} ties it to the signer of a bundle; which signer to trust is the
 * caller's to say. A licence that a server or a relay signed carries the one that lends it the
 * right, and so on up to the vendor; that each stays within the one above is part of being well
 * formed. What is not covered: a clock that was turned back passes here, and {@link #runs()} and
 * {@link #conditions()} are stated here but for {@code minimumVersion} held to elsewhere.
 */
public final class License {
  /** The most characters a licence may have. */
  public static final int MAX_LENGTH = 16 * 1024;

  static final String TYPE = "brig-licence+jwt";

  /** How many delegations may stand between the vendor and a licence: server, relay. */
  static final int MAX_LINKS = 2;

  private static final SignedJwt.Kind KIND =
      new SignedJwt.Kind(TYPE, MAX_LENGTH, true, "the licence");

  private final SignerId signer;
  private final Claims claims;
  private final License parent;
  private final String jwt;
  private final Jca jca;

  private License(SignerId signer, Claims claims, License parent, String jwt, Jca jca) {
    this.signer = signer;
    this.claims = claims;
    this.parent = parent;
    this.jwt = jwt;
    this.jca = jca;
  }

  /** As {@link #parse(String, Provider)}, with the JDK's choice of providers. */
  public static License parse(String jwt) {
    return parse(jwt, null);
  }

  /**
   * Parses and verifies. The signature is checked before the claims are looked at, and the length
   * before anything.
   *
   * @param jwt at most {@value #MAX_LENGTH} characters, with no space or line feed around them
   * @param provider where to take primitives from, here and in {@link #activate}, as far as it has
   *     them; null leaves the choice to the JDK
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE} if the signature does not hold or
   *     is of another algorithm, {@link ErrorCode#TAMPERED} for anything malformed
   */
  public static License parse(String jwt, Provider provider) {
    return parse(jwt, provider == null ? Jca.DEFAULT : new Jca(provider), 0);
  }

  private static License parse(String jwt, Jca jca, int links) {
    SignedJwt token = SignedJwt.read(jwt, KIND, jca);
    SignerId signer = token.key().keyId();
    Claims claims = Claims.take(token.claims("the licence"), signer.thumbprint());
    License parent = null;
    if (token.parent() != null) {
      if (links == MAX_LINKS) {
        throw new BrigandineException(
            ErrorCode.TAMPERED,
            "the licence was passed on more than " + MAX_LINKS + " times",
            "ask the vendor for a licence");
      }
      parent = parse(token.parent(), jca, links + 1);
      Chain.check(claims, signer, parent.claims);
    }
    return new License(signer, claims, parent, jwt, jca);
  }

  /** As {@link #load(Path, Provider)}, with the JDK's choice of providers. */
  public static License load(Path path) {
    return load(path, null);
  }

  /**
   * Reads a licence from a file; spaces and line feeds after it are allowed there.
   *
   * @throws BrigandineException {@link ErrorCode#FILE_UNREADABLE}, else as {@link #parse(String,
   *     Provider)}
   */
  public static License load(Path path, Provider provider) {
    byte[] bytes = SmallFile.read(path, MAX_LENGTH, "licence");
    int end = bytes.length;
    while (end > 0 && (bytes[end - 1] == '\n' || bytes[end - 1] == '\r' || bytes[end - 1] == ' ')) {
      end--;
    }
    // Latin-1 keeps every byte a character of its own; whatever is not base64url is refused below.
    return parse(new String(bytes, 0, end, StandardCharsets.ISO_8859_1), provider);
  }

  /** The JWT it was read from. */
  public String jwt() {
    return jwt;
  }

  /**
   * Whose key stands at the top: the licence's own signer, or where that is a server or a relay,
   * the vendor who lent it the right.
   */
  public SignerId vendor() {
    return parent == null ? signer : parent.vendor();
  }

  /** The licence that lends this one's signer its right, if it is not the vendor himself. */
  public Optional<License> parent() {
    return Optional.ofNullable(parent);
  }

  /** What it asks beyond bundle, device and time. */
  public Conditions conditions() {
    return claims.conditions();
  }

  /** Who may license the bundle on, if anybody. */
  public Optional<Delegate> delegate() {
    return claims.delegate();
  }

  /** Whose key signed it: the one in its own header. */
  public SignerId signer() {
    return signer;
  }

  /** The licence's own id ({@code jti}), 22 characters of base64url. */
  public String id() {
    return claims.id();
  }

  /** The customer, or if there is none the model. */
  public String subject() {
    return claims.subject();
  }

  /** When it was issued, by the vendor's clock. */
  public Instant issuedAt() {
    return Instant.ofEpochSecond(claims.issuedAt());
  }

  /** The first moment at which it holds. */
  public Instant notBefore() {
    return Instant.ofEpochSecond(claims.notBefore());
  }

  /** The first moment at which it no longer holds. */
  public Instant expires() {
    return Instant.ofEpochSecond(claims.expires());
  }

  /** How many runs it grants in all, if not any number. Not counted here. */
  public OptionalLong runs() {
    return claims.runs() < 0 ? OptionalLong.empty() : OptionalLong.of(claims.runs());
  }

  /** Ids of the bundles it opens, at least one. */
  public List<String> bundles() {
    return claims.bundles();
  }

  /** The model's id. */
  public String model() {
    return claims.model();
  }

  /** The model's version, if it is for one only. */
  public OptionalLong modelVersion() {
    return claims.version() < 0 ? OptionalLong.empty() : OptionalLong.of(claims.version());
  }

  /** The customer, if the bundle was made for one. */
  public Optional<String> customer() {
    return Optional.ofNullable(claims.customer());
  }

  /** The JWE with the activation key. */
  String key() {
    return claims.key();
  }

  /** RFC 7638 thumbprint of the device key it is bound to. */
  public String device() {
    return claims.device();
  }

  /**
   * Checks that this licence opens that bundle on this device now, and takes the activation key out
   * of it. In this order: same signer, time, bundle, model and customer, device, key. The clock is
   * taken at its word and given no leeway: the licence holds from {@link #notBefore()} to just
   * before {@link #expires()}.
   *
   * @param manifest of a bundle whose signature was verified
   * @param bundleSigner who signed that bundle
   * @param now read once by the caller
   * @return to be closed by the caller
   * @throws BrigandineException {@link ErrorCode#BAD_SIGNATURE} if bundle and licence are by
   *     different signers, {@link ErrorCode#LICENSE_EXPIRED} before and after its time, {@link
   *     ErrorCode#NO_KEY_FITS} if it is for another bundle, {@link ErrorCode#WRONG_MACHINE} if for
   *     another device, {@link ErrorCode#TAMPERED} if the key inside is malformed
   */
  public ActivationKey activate(
      Manifest manifest, SignerId bundleSigner, DeviceKey device, Instant now) {
    return activate(manifest, bundleSigner, device, now, null);
  }

  /**
   * As {@link #activate(Manifest, SignerId, DeviceKey, Instant)}, on that machine.
   *
   * @param machine null for the one this runs on
   */
  public ActivationKey activate(
      Manifest manifest, SignerId bundleSigner, DeviceKey device, Instant now, Machine machine) {
    checkSigner(bundleSigner);
    checkTime(now);
    checkBundle(manifest);
    checkMachine(machine);
    return unwrap(device);
  }

  /**
   * Checks that this is the machine that the licence is bound to, if it is bound to one; reads
   * nothing of the machine otherwise. {@link #activate} does it with {@link Machine#here}.
   *
   * @param machine null for the one this runs on
   * @throws BrigandineException ({@link ErrorCode#WRONG_MACHINE})
   */
  public void checkMachine(Machine machine) {
    Optional<MachineBinding> binding = claims.conditions().machine();
    if (binding.isPresent()) {
      Fingerprint.of(binding.get().traits())
          .check(
              machine == null ? Machine.here() : machine,
              MatchPolicy.of(binding.get().match().id()),
              claims.device());
    }
  }

  /** The activation key inside, if {@code device} is whom it is for. Nothing else is checked. */
  ActivationKey unwrap(DeviceKey device) {
    if (!claims.device().equals(device.thumbprint())) {
      throw new BrigandineException(
          ErrorCode.WRONG_MACHINE,
          "the licence is for device "
              + claims.device()
              + ", this device's key is "
              + device.thumbprint(),
          "use the device key that the licence was issued for, or ask the vendor for a licence"
              + " for this device");
    }
    ActivationKey key = device.unwrap(claims.key(), claims.id(), jca);
    if (key == null) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the activation key in the licence does not open with this device's key",
          "ask the vendor to issue the licence again");
    }
    return key;
  }

  private void checkSigner(SignerId bundleSigner) {
    // Not by the record's equals, whose first call bootstraps method handles for 20 ms.
    SignerId vendor = vendor();
    if (!vendor.thumbprint().equals(bundleSigner.thumbprint())) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the licence was signed by "
              + vendor.thumbprint()
              + ", the bundle by "
              + bundleSigner.thumbprint(),
          "bundle and licence must come from one vendor; ask the one who made the bundle for a"
              + " licence");
    }
  }

  private void checkTime(Instant now) {
    if (now.isBefore(notBefore())) {
      throw new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence is not valid before " + notBefore() + ", and it is " + now,
          "wait until then, or set this machine's clock if it is wrong");
    }
    if (!now.isBefore(expires())) {
      throw new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the licence expired at " + expires() + ", and it is " + now,
          "ask the vendor for a new licence, or set this machine's clock if it is wrong");
    }
  }

  private void checkBundle(Manifest manifest) {
    if (!claims.bundles().contains(manifest.bundleId())) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the licence is for bundle "
              + String.join(", ", claims.bundles())
              + ", not for "
              + manifest.bundleId(),
          "use the licence that was issued for this bundle");
    }
    OptionalLong minimum = claims.conditions().minimumVersion();
    if (minimum.isPresent() && manifest.modelVersion() < minimum.getAsLong()) {
      throw new BrigandineException(
          ErrorCode.ROLLBACK,
          "the licence is for version "
              + minimum.getAsLong()
              + " of the model and newer, the bundle has "
              + manifest.modelVersion(),
          "use the newer bundle");
    }
    boolean fits =
        claims.model().equals(manifest.modelId())
            && (claims.version() < 0 || claims.version() == manifest.modelVersion())
            && manifest.customer().equals(customer());
    if (!fits) {
      throw new BrigandineException(
          ErrorCode.NO_KEY_FITS,
          "the licence names this bundle but another model, version or customer",
          "ask the vendor to issue the licence again");
    }
  }

  @Override
  public String toString() {
    return "License[" + claims.id() + "]";
  }
}
