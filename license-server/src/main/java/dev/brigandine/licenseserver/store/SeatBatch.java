package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.SeatOutcome;
import dev.brigandine.licenseserver.domain.SeatRequest;
import dev.brigandine.licenseserver.domain.Seats;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Decides a batch of calls in one transaction; the calls come in the order they arrived in. */
final class SeatBatch {
  private final Tx tx;
  private final SeatRows rows;

  SeatBatch(Tx tx) {
    this.tx = tx;
    this.rows = new SeatRows(tx);
  }

  List<SeatAnswer> decide(List<SeatCall> calls) {
    Set<String> licences = new HashSet<>();
    Set<String> leases = new HashSet<>();
    Set<String> instances = new HashSet<>();
    for (SeatCall call : calls) {
      if (call instanceof SeatCall.Claim claim) {
        licences.add(claim.licence());
      } else {
        leases.add(leaseOf(call));
      }
      instances.add(call.instance());
    }
    Map<String, String> licenceOfLease = rows.licencesOfLeases(leases);
    licences.addAll(licenceOfLease.values());
    Set<String> entitlements = rows.entitlementsOf(licences);
    // From here on nobody else decides about these seats; what is read below holds to the end.
    Map<String, SeatRows.Pool> pools = rows.lock(entitlements);
    Map<String, SeatRows.LicenceFacts> facts = rows.facts(licences);
    Map<String, Seats> seats = rows.seats(pools, instances);
    long now = tx.now();

    List<SeatAnswer> answers = new ArrayList<>(calls.size());
    Map<UsageKey, Long> used = new HashMap<>();
    for (SeatCall call : calls) {
      String licence =
          call instanceof SeatCall.Claim claim
              ? claim.licence()
              : licenceOfLease.get(leaseOf(call));
      SeatRows.LicenceFacts fact = licence == null ? null : facts.get(licence);
      answers.add(decide(call, licence, fact, pools, seats, now, used));
    }
    rows.save(new TreeMap<>(seats), pools);
    used.forEach((key, runs) -> UsageRows.add(tx, key.entitlement, key.device, now / 86_400, runs));
    return answers;
  }

  private record UsageKey(String entitlement, String device) {}

  private static SeatAnswer decide(
      SeatCall call,
      String licence,
      SeatRows.LicenceFacts fact,
      Map<String, SeatRows.Pool> pools,
      Map<String, Seats> seats,
      long now,
      Map<UsageKey, Long> used) {
    if (fact == null) {
      return new SeatAnswer.Unknown();
    }
    if (!fact.device().equals(call.device()) || !call.signer().equals(fact.signer())) {
      return new SeatAnswer.NotYours();
    }
    Seats pool = seats.get(fact.entitlement());
    if (pool == null) {
      return new SeatAnswer.NotFloating();
    }
    SeatOutcome outcome = pool.ask(request(call, licence, fact), now);
    long reported = 0;
    if (outcome instanceof SeatOutcome.Granted granted) {
      reported = granted.usedNow();
    } else if (outcome instanceof SeatOutcome.Released released) {
      reported = released.usedNow();
    }
    if (reported > 0) {
      used.merge(new UsageKey(fact.entitlement(), call.device()), reported, Long::sum);
    }
    return new SeatAnswer.Decided(
        fact.entitlement(), pools.get(fact.entitlement()).rules().runs() >= 0, outcome);
  }

  private static SeatRequest request(SeatCall call, String licence, SeatRows.LicenceFacts fact) {
    if (call instanceof SeatCall.Claim claim) {
      return new SeatRequest.Claim(
          claim.device(),
          claim.instance(),
          claim.seq(),
          fact.deviceRevoked(),
          licence,
          fact.expires(),
          fact.revoked(),
          claim.lease(),
          claim.block());
    }
    if (call instanceof SeatCall.Renew renew) {
      return new SeatRequest.Renew(
          renew.device(),
          renew.instance(),
          renew.seq(),
          fact.deviceRevoked(),
          fact.expires(),
          fact.revoked(),
          renew.fence(),
          renew.used());
    }
    SeatCall.Release release = (SeatCall.Release) call;
    return new SeatRequest.Release(
        release.device(), release.instance(), release.seq(), release.fence(), release.used());
  }

  private static String leaseOf(SeatCall call) {
    return call instanceof SeatCall.Renew renew ? renew.lease() : ((SeatCall.Release) call).lease();
  }
}
