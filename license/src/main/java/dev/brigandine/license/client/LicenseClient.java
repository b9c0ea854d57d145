package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.license.jose.JsonObject;
import java.security.Provider;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Gets a licence from a server, or from what was kept of an earlier time.
 *
 * <p>What decides is signed: the licence by a key that the vendor's key stands behind, the lease by
 * the licence's, for this device, in answer to this very request. The transport is trusted with
 * nothing but to be there.
 */
public final class LicenseClient {
  /** A licence is asked for anew after a day, so that changed terms arrive. */
  private static final long REFRESH_MILLIS = 24L * 3600 * 1000;

  private final ClientOptions options;
  private final DeviceKey key;
  private final String bundle;
  private final SignerId vendor;
  private final Provider provider;
  private final Clocks clocks;
  private final Listeners listeners;
  private final SecureRandom random = new SecureRandom();
  private final Http http;
  private final DeviceCalls calls;

  /** Null if nothing is to be kept. */
  private final Cache cache;

  private LicenseClient(
      ClientOptions options,
      DeviceKey key,
      String bundle,
      SignerId vendor,
      Provider provider,
      Clocks clocks) {
    this.options = options;
    this.key = key;
    this.bundle = bundle;
    this.vendor = vendor;
    this.provider = provider;
    this.clocks = clocks;
    this.listeners = new Listeners(options.listener(), clocks);
    this.http = new Http(options);
    this.calls = new DeviceCalls(http, key, random, clocks);
    this.cache =
        options.cache() == null ? null : Cache.of(options, bundle, key.thumbprint(), provider);
  }

  /**
   * A licence for one bundle on this device, with a seat if it floats. Without a network: the one
   * kept, if it needs no seat, or if this slot's last lease has not ended by {@code clock}; who
   * knows the time better says so by {@link HeldLicense#follow}.
   *
   * @param key the device's; must stay open until the result is closed
   * @param bundle the bundle's id
   * @param vendor who signed the bundle
   * @param provider where to take primitives from as far as it has them; may be null
   * @param ticker time that nobody can set
   * @throws BrigandineException {@link ErrorCode#SERVER_UNREACHABLE}, {@link
   *     ErrorCode#NO_FREE_LEASE}, {@link ErrorCode#REVOKED}, {@link ErrorCode#LICENSE_EXPIRED},
   *     {@link ErrorCode#CLOCK_TURNED_BACK}, {@link ErrorCode#NO_KEY_FITS} for what the server does
   *     not know or allow, {@link ErrorCode#BAD_SIGNATURE} and {@link ErrorCode#TAMPERED} for what
   *     does not hold, {@link ErrorCode#IO} for the cache folder
   */
  public static HeldLicense open(
      ClientOptions options,
      DeviceKey key,
      String bundle,
      SignerId vendor,
      Provider provider,
      Clock clock,
      Ticker ticker) {
    return new LicenseClient(options, key, bundle, vendor, provider, Clocks.of(clock, ticker))
        .hold();
  }

  /**
   * Asks the server for a licence, whatever was kept. For a licence that needs no seat this is all:
   * its text may be put in a file and used without a network.
   *
   * @throws BrigandineException as {@link #open}
   */
  public static License activate(
      ClientOptions options,
      DeviceKey key,
      String bundle,
      SignerId vendor,
      Provider provider,
      Clock clock) {
    LicenseClient client =
        new LicenseClient(options, key, bundle, vendor, provider, Clocks.of(clock, Ticker.SYSTEM));
    try {
      return client.activate();
    } catch (ServerAwayException e) {
      throw e.toBrigandine();
    }
  }

  private HeldLicense hold() {
    License kept = cache.license();
    boolean usable = kept != null && fits(kept) && clocks.millis() < kept.expires().toEpochMilli();
    License license = kept;
    if (!usable || clocks.millis() - cache.asked() > REFRESH_MILLIS) {
      try {
        license = activate();
        usable = false;
      } catch (ServerAwayException e) {
        if (!usable) {
          throw e.toBrigandine();
        }
      }
    } else if (license.conditions().lease().isEmpty()) {
      refreshRevocations(license);
    }
    refuseIfRevoked(license, cache.revocations(license));
    if (license.conditions().lease().isEmpty()) {
      return new HeldLicense(license, listeners, null, null, null, false);
    }
    return lease(license, usable);
  }

  /** With a seat; {@code old} if the licence is one that was kept. */
  private HeldLicense lease(License license, boolean old) {
    Slot slot = Slot.take(cache.folder(), random);
    HeldLicense held = null;
    try {
      try {
        held = lease(license, slot);
      } catch (RefusedException e) {
        boolean hopeless =
            e.code() == ErrorCode.NO_FREE_LEASE || e.code() == ErrorCode.REVOKED || !old;
        if (hopeless) {
          throw e;
        }
        // The licence may have been replaced, or the server may have a new key.
        held = lease(activate(), slot);
      }
      return held;
    } catch (ServerAwayException e) {
      throw e.toBrigandine();
    } finally {
      if (held == null) {
        slot.close();
      }
    }
  }

  private HeldLicense lease(License license, Slot slot) {
    SeatCalls seats = new ServerSeats(http, calls, slot, license, provider);
    LeaseThread thread = new LeaseThread(seats);
    LeaseKeeper keeper =
        new LeaseKeeper(
            seats,
            license,
            clocks,
            listeners,
            () -> ThreadLocalRandom.current().nextDouble(),
            thread::poke);
    // Read first: a claim that succeeds puts another in its place.
    Lease kept = slot.lease(provider);
    try {
      keeper.begin();
    } catch (ServerAwayException e) {
      BrigandineException away = e.toBrigandine();
      keeper.beginWith(usable(kept, license, away), away);
    }
    HeldLicense held =
        new HeldLicense(license, listeners, seats, keeper, thread, options.keepsSeat());
    thread.start(keeper);
    return held;
  }

  /** The lease from before, if it may still be gone by. */
  private Lease usable(Lease kept, License license, BrigandineException away) {
    if (kept == null) {
      throw away;
    }
    kept.check(license);
    long now = clocks.millis();
    long back = license.conditions().clock().back().toMillis();
    if (now < kept.issuedAt().toEpochMilli() - back) {
      throw new BrigandineException(
          ErrorCode.CLOCK_TURNED_BACK,
          "the clock is behind " + kept.issuedAt() + ", when the lease was given",
          "set this machine's clock");
    }
    if (Term.ofKept(kept, now, clocks).isOver(clocks)) {
      throw new BrigandineException(
          ErrorCode.SERVER_UNREACHABLE,
          away.getMessage() + ", and the last lease ended at " + kept.expires(),
          away.hint().orElse(null),
          away);
    }
    return kept;
  }

  private License activate() throws ServerAwayException {
    JsonObject answer = calls.activate(options, bundle);
    License license = License.parse(answer.string("licence"), provider);
    if (!fits(license)) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the licence server answers with a licence for another vendor's bundle, device or"
              + " entitlement",
          "check the server's address and the bundle");
    }
    String list = answer.string("revocations");
    if (cache == null) {
      refuseIfRevoked(license, Revocations.parse(list, provider));
    } else {
      refuseIfRevoked(license, cache.newest(license, list));
      cache.keep(license);
    }
    listeners.tell(
        LicenseEvent.Kind.ACTIVATED, license.expires(), "licence " + license.id() + " was issued");
    return license;
  }

  private boolean fits(License license) {
    return license.vendor().thumbprint().equals(vendor.thumbprint())
        && license.bundles().contains(bundle)
        && license.device().equals(key.thumbprint())
        && license.conditions().entitlement().orElse("").equals(options.entitlement());
  }

  /** As well as can be: without the server, the list at hand is what there is. */
  private void refreshRevocations(License license) {
    try {
      DeviceCalls.Listed listed = calls.revocations(null);
      cache.newest(license, listed.jwt());
    } catch (ServerAwayException | RefusedException e) {
      listeners.tell(LicenseEvent.Kind.UNREACHABLE, license.expires(), e.getMessage());
    }
  }

  private void refuseIfRevoked(License license, Revocations list) {
    if (list != null && list.revokes(license)) {
      String message = "the licence, its entitlement or this device was revoked";
      listeners.tell(LicenseEvent.Kind.REVOKED, null, message);
      throw new BrigandineException(ErrorCode.REVOKED, message, "ask the vendor");
    }
  }
}
