package dev.brigandine.licenseserver.service;

import dev.brigandine.license.Revocations;
import dev.brigandine.licenseserver.store.MetaRows;
import dev.brigandine.licenseserver.store.RevocationRows;
import dev.brigandine.licenseserver.store.Tx;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The signed list of what was revoked. Its number rises with each revocation; what no licence can
 * be good for any more leaves the list.
 */
public final class RevocationLists {
  /** How long a list says that it is good for. */
  public static final Duration VALIDITY = Duration.ofDays(7);

  /** The most names; a list of more could not be read. */
  public static final int MAX = Revocations.MAX_IDS;

  private final Data data;
  private final Tokens tokens;
  private volatile Signed cached;

  private record Signed(long number, Instant renew, String jwt) {}

  private record Listed(long number, Instant now, List<String> ids) {}

  RevocationLists(Data data, Tokens tokens) {
    this.data = data;
    this.tokens = tokens;
  }

  /** The newest list, a JWT; the same text while nothing was revoked, for a day at most. */
  public String current() {
    Signed have = cached;
    Listed listed =
        data.read(
            tx -> {
              long number = MetaRows.number(tx, MetaRows.REVOCATION_NUMBER);
              Instant now = Instant.ofEpochSecond(tx.now());
              boolean good = have != null && have.number == number && now.isBefore(have.renew);
              // The number first: names that come in between are in the list too early, never late.
              return new Listed(
                  number, now, good ? null : RevocationRows.ids(tx, now.getEpochSecond(), MAX));
            });
    if (listed.ids == null) {
      return have.jwt;
    }
    String jwt =
        tokens.revocations(listed.number, listed.ids, listed.now, listed.now.plus(VALIDITY));
    cached = new Signed(listed.number, listed.now.plus(Duration.ofDays(1)), jwt);
    return jwt;
  }

  /**
   * Names one more. A full list refuses: it would let go of another that is still good.
   *
   * @param until when nothing it concerns can be good any more
   */
  static void add(Tx tx, String id, long until, long now) {
    RevocationRows.add(tx, id, until, now);
    if (RevocationRows.count(tx, now) > MAX) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "the revocation list names " + MAX + ", the most that it can",
          "revoke entitlements or devices rather than single licences, or move to another key");
    }
  }

  /** Its number. */
  public long number() {
    return data.read(tx -> MetaRows.number(tx, MetaRows.REVOCATION_NUMBER));
  }
}
