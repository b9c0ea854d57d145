package dev.brigandine.licenseserver.service;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.ClockPolicy;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Delegate;
import dev.brigandine.license.DevicePublicKey;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.Lease;
import dev.brigandine.license.LeaseTerms;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.MachineBinding;
import dev.brigandine.license.Rate;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.VendorPublicKey;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** The tokens of {@code docs/licence.md}. */
final class JoseTokens implements Tokens {
  private final VendorKey key;
  private final SignerId signer;
  private final SigningKey signing;

  JoseTokens(VendorKey key) {
    this.key = key;
    this.signer = key.signer();
    this.signing = key.signing(Crypto.best().providerOrNull());
  }

  @Override
  public String issuer() {
    return signer.thumbprint();
  }

  @Override
  public Delegation delegation(String jwt, Instant now) {
    License license = License.parse(jwt);
    Delegate delegate =
        license
            .delegate()
            .filter(to -> to.signer().equals(signer))
            .orElseThrow(
                () ->
                    new BrigandineException(
                        ErrorCode.USAGE,
                        "that is no delegation to this server's key " + issuer(),
                        "ask the vendor to delegate the bundle to this server's public key"));
    if (!now.isBefore(license.expires())) {
      throw new BrigandineException(
          ErrorCode.LICENSE_EXPIRED,
          "the delegation expired at " + license.expires(),
          "ask the vendor for a newer one");
    }
    // Refuses what does not open with this server's key; a licence could not be issued from it.
    key.activation(license).close();
    return new Delegation(
        license.id(),
        license.vendor().thumbprint(),
        license.bundles(),
        license.model(),
        license.modelVersion(),
        license.customer(),
        license.expires(),
        delegate.seats().isPresent()
            ? OptionalInt.of(Math.toIntExact(delegate.seats().getAsLong()))
            : OptionalInt.empty(),
        license.conditions().entitlement(),
        delegate.seats().isPresent()
            ? Optional.of(relayTerms(license, delegate.seats().getAsLong()))
            : Optional.empty());
  }

  private static Terms relayTerms(License license, long seats) {
    Conditions conditions = license.conditions();
    Terms.Builder terms =
        Terms.floating(Math.toIntExact(seats), license.notBefore(), license.expires())
            .features(conditions.features())
            .isolation(
                dev.brigandine.licenseserver.domain.Isolation.valueOf(
                    conditions.isolation().name()))
            .clock(
                new dev.brigandine.licenseserver.domain.ClockPolicy(
                    conditions.clock().back().toSeconds(), conditions.clock().memoryRequired()));
    conditions.minimumVersion().ifPresent(terms::minimumVersion);
    conditions
        .rate()
        .ifPresent(
            rate ->
                terms.rate(
                    new dev.brigandine.licenseserver.domain.Rate(
                        rate.runs(), rate.per().toSeconds())));
    conditions
        .lease()
        .ifPresent(lease -> terms.lease(lease.heartbeat().toSeconds(), lease.grace().toSeconds()));
    license.runs().ifPresent(terms::runs);
    return terms.build();
  }

  @Override
  public DeviceKeys device(String keys) {
    DevicePublicKey read = DevicePublicKey.parse(keys);
    return new DeviceKeys(read.thumbprint(), read.signer().map(SignerId::thumbprint));
  }

  @Override
  public Issued licence(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String deviceKeys,
      Optional<Map<String, List<String>>> traits,
      Instant expires,
      Instant now) {
    License delegation = License.parse(bundle.delegation());
    LicenseTerms terms = terms(delegation, entitlement, traits, expires);
    return issued(
        LicenseIssuer.issue(key, delegation, DevicePublicKey.parse(deviceKeys), terms, now));
  }

  @Override
  public Issued relay(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String relayKeys,
      int seats,
      Instant until,
      Instant now) {
    License delegation = License.parse(bundle.delegation());
    LicenseTerms terms = terms(delegation, entitlement, Optional.empty(), until);
    return issued(
        LicenseIssuer.delegate(
            key, delegation, VendorPublicKey.parse(relayKeys), seats, terms, now));
  }

  private static Issued issued(String jwt) {
    return new Issued(License.parse(jwt).id(), jwt);
  }

  private static LicenseTerms terms(
      License delegation,
      Entitlement entitlement,
      Optional<Map<String, List<String>>> traits,
      Instant expires) {
    Terms terms = entitlement.terms();
    boolean floating = terms.kind() == Kind.FLOATING;
    // What the delegation asks is asked of each licence under it.
    Conditions above = delegation.conditions();
    boolean bounded = !above.features().isEmpty() || delegation.parent().isPresent();
    Conditions conditions =
        Conditions.NONE
            .withEntitlement(entitlement.id())
            .withFeatures(
                bounded
                    ? terms.features().stream().filter(above.features()::contains).toList()
                    : terms.features())
            .withIsolation(
                above.isolation() == Isolation.VAULT
                    ? Isolation.VAULT
                    : Isolation.valueOf(terms.isolation().name()))
            .withClock(
                new ClockPolicy(
                    Duration.ofSeconds(
                        Math.min(terms.clock().back(), above.clock().back().toSeconds())),
                    terms.clock().memoryRequired() || above.clock().memoryRequired()));
    long minimum = Math.max(above.minimumVersion().orElse(0), terms.minimumVersion().orElse(0));
    if (minimum > 0) {
      conditions = conditions.withMinimumVersion(minimum);
    }
    Optional<Rate> rate =
        terms.rate().map(it -> new Rate(it.runs(), Duration.ofSeconds(it.seconds())));
    if (rate.isPresent() || above.rate().isPresent()) {
      conditions = conditions.withRate(rate.orElseGet(above.rate()::get));
    }
    if (floating) {
      conditions =
          conditions.withLease(
              new LeaseTerms(
                  Duration.ofSeconds(terms.heartbeat()), Duration.ofSeconds(terms.grace())));
    }
    if (terms.machine().isPresent() && traits.isPresent()) {
      conditions =
          conditions.withMachine(
              new MachineBinding(
                  MachineBinding.Match.valueOf(terms.machine().get().name()), traits.get()));
    }
    LicenseTerms.Builder builder =
        LicenseTerms.expiring(expires)
            .notBefore(
                terms.starts().isBefore(delegation.notBefore())
                    ? delegation.notBefore()
                    : terms.starts())
            .conditions(conditions);
    // Of a floating entitlement the runs come with the leases, within what the delegation bounds.
    long runs = floating ? -1 : terms.runs().orElse(-1);
    long most = delegation.runs().orElse(-1);
    if (runs >= 0 || most >= 0) {
      builder.runs(runs < 0 ? most : most < 0 ? runs : Math.min(runs, most));
    }
    return builder.build();
  }

  @Override
  public String lease(GrantedLease lease, String proof) {
    return new Lease(
            signer,
            lease.id(),
            lease.entitlement(),
            lease.licence(),
            lease.device(),
            lease.instance(),
            lease.seat() + 1L,
            lease.fence(),
            lease.issued(),
            lease.expires(),
            proof,
            lease.runs())
        .sign(signing);
  }

  @Override
  public String revocations(long number, List<String> ids, Instant now, Instant nextUpdate) {
    return new Revocations(signer, number, now, nextUpdate, Set.copyOf(ids)).sign(signing);
  }
}
