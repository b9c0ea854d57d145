package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import java.security.Provider;
import java.util.LinkedHashMap;
import java.util.Map;

/** Seats of a licence at a server, for one slot. */
final class ServerSeats implements SeatCalls {
  /** Milliseconds that each part of giving a seat back may take: an application is ending. */
  private static final int RELEASE_MILLIS = 2_000;

  private final Http http;
  private final DeviceCalls calls;
  private final Slot slot;
  private final License license;
  private final Provider provider;

  ServerSeats(Http http, DeviceCalls calls, Slot slot, License license, Provider provider) {
    this.http = http;
    this.calls = calls;
    this.slot = slot;
    this.license = license;
    this.provider = provider;
  }

  @Override
  public Granted claim() throws ServerAwayException {
    return granted(
        calls.ask(
            "/v1/leases",
            "claim",
            () -> {
              Map<String, Object> brig = new LinkedHashMap<>();
              brig.put("licence", license.id());
              brig.put("instance", slot.instance());
              brig.put("seq", slot.seq());
              return brig;
            }));
  }

  @Override
  public Granted renew(Lease lease, long used) throws ServerAwayException {
    String path = "/v1/leases/" + lease.id() + "/renew";
    Granted granted = granted(calls.ask(path, "renew", () -> holder(lease, used)));
    Lease renewed = granted.lease();
    if (!renewed.id().equals(lease.id()) || renewed.fence() != lease.fence()) {
      throw new BrigandineException(
          ErrorCode.TAMPERED, "the licence server renews another lease than it was asked to");
    }
    return granted;
  }

  @Override
  public void release(Lease lease, long used) throws ServerAwayException {
    // First, since an answer may be lost on its way: what is given back must not be used again.
    slot.keep(null);
    http.hurry(RELEASE_MILLIS);
    calls.ask("/v1/leases/" + lease.id() + "/release", "release", () -> holder(lease, used));
  }

  private Map<String, Object> holder(Lease lease, long used) {
    Map<String, Object> brig = new LinkedHashMap<>();
    brig.put("instance", slot.instance());
    brig.put("seq", slot.seq());
    brig.put("fence", lease.fence());
    if (used >= 0) {
      brig.put("used", Map.of("runs", used));
    }
    return brig;
  }

  private Granted granted(DeviceCalls.Proven proven) {
    if (proven.json() == null) {
      throw new BrigandineException(ErrorCode.TAMPERED, "the licence server's answer is empty");
    }
    String jwt = proven.json().string("lease");
    Lease lease = Lease.parse(jwt, provider);
    lease.check(license);
    if (!lease.proof().equals(proven.proof()) || !lease.instance().equals(slot.instance())) {
      throw new BrigandineException(
          ErrorCode.TAMPERED,
          "the lease answers another request than this one",
          "somebody may be playing old answers; check the way to the server");
    }
    slot.keep(jwt);
    return new Granted(lease, proven.sentNanos(), proven.sentMillis());
  }

  @Override
  public void becomeAnother() {
    slot.renew();
  }

  @Override
  public void abort() {
    http.abort();
  }

  @Override
  public void close() {
    slot.close();
  }
}
