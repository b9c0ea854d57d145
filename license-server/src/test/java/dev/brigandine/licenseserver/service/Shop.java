package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A vendor at work on a server. */
public final class Shop {
  public final LicenseServices server;
  public final Instant now;

  public Shop(LicenseServices server, Instant now) {
    this.server = server;
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  public Instant later() {
    return now.plus(365, ChronoUnit.DAYS);
  }

  /** A bundle, a customer, and what he bought. */
  public Entitlement sell(Terms terms) {
    server.bundles().register(Actor.SYSTEM, FakeTokens.delegation(later(), 0));
    String customer =
        server.customers().create(Actor.SYSTEM, "north " + System.nanoTime(), "").id();
    return server.entitlements().create(Actor.SYSTEM, customer, List.of(FakeTokens.BUNDLE), terms);
  }

  public Entitlement floating(int seats) {
    return sell(Terms.floating(seats, now.minusSeconds(5), later()).lease(10, 20).build());
  }

  public ActivationRequest request(Entitlement entitlement, int device) {
    return new ActivationRequest(
        FakeTokens.device(device),
        FakeTokens.signer(FakeTokens.device(device)),
        entitlement.id(),
        FakeTokens.BUNDLE,
        FakeTokens.keys(FakeTokens.device(device)),
        "machine " + device,
        Optional.empty());
  }

  /** The id of the licence. */
  public String activate(Entitlement entitlement, int device) {
    return server.activations().activate(request(entitlement, device)).licence().split(" ")[1];
  }

  public static LeaseRequest ask(int device, long seq) {
    return ask(device, seq, OptionalLong.empty());
  }

  public static LeaseRequest ask(int device, long seq, OptionalLong runs) {
    String digits = Integer.toString(device);
    return new LeaseRequest(
        FakeTokens.device(device),
        FakeTokens.signer(FakeTokens.device(device)),
        "p".repeat(22),
        "i".repeat(22 - digits.length()) + digits,
        seq,
        runs);
  }
}
