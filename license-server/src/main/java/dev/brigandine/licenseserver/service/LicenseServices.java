package dev.brigandine.licenseserver.service;

import dev.brigandine.license.VendorKey;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import dev.brigandine.licenseserver.store.LeaseRows;
import dev.brigandine.licenseserver.store.MetaRows;
import dev.brigandine.licenseserver.store.SeatQueue;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Optional;

/**
 * All services over one database. What they refuse they refuse with a {@link RefusedException};
 * values that are malformed or out of range, with a {@code BrigandineException} of code {@code
 * USAGE} or {@code TAMPERED}, which is the asker's fault likewise.
 */
public final class LicenseServices implements AutoCloseable {
  private static final long KEEP_SAMPLES = 400 * 86_400L;
  private static final int SWEEP = 1_000;

  private final Data data;
  private final SeatQueue queue;
  private final Staff staff;
  private final Sessions sessions;
  private final Customers customers;
  private final Bundles bundles;
  private final Entitlements entitlements;
  private final Devices devices;
  private final Activations activations;
  private final Leasing leasing;
  private final RevocationLists revocations;
  private final Usage usage;
  private final LeaseHistory history;
  private final Overview overview;
  private final AuditTrail audit;
  private final Backup backup;
  private final Relays relays;

  /**
   * Opens the database and brings its tables up to date.
   *
   * @param database {@code sqlite:PATH} or {@code postgresql://user:password@host:port/name}
   * @param key the server's; delegations are to it, and it signs what the server issues
   * @param clock tells the time on SQLite; on PostgreSQL the database does
   * @throws dev.brigandine.bundle.BrigandineException if the address is malformed or the database
   *     cannot be opened
   */
  public static LicenseServices open(
      String database, VendorKey key, Clock clock, SecureRandom random) {
    return new LicenseServices(
        Database.open(DatabaseAddress.parse(database), clock), new JoseTokens(key), random);
  }

  LicenseServices(Database database, Tokens tokens, SecureRandom random) {
    data = new Data(database, random);
    queue = new SeatQueue(database);
    Enrolments enrolments = new Enrolments(tokens);
    staff = new Staff(data);
    sessions = new Sessions(data);
    customers = new Customers(data);
    bundles = new Bundles(data, tokens);
    entitlements = new Entitlements(data);
    devices = new Devices(data, enrolments);
    revocations = new RevocationLists(data, tokens);
    activations = new Activations(data, tokens, enrolments, revocations);
    leasing = new Leasing(data, tokens, queue);
    usage = new Usage(data);
    history = new LeaseHistory(data);
    overview = new Overview(data);
    audit = new AuditTrail(data);
    backup = new Backup(data);
    relays = new Relays(data, tokens);
  }

  /** Tokens of the vendor's staff. */
  public Staff staff() {
    return staff;
  }

  /** Sessions of the vendor's page. */
  public Sessions sessions() {
    return sessions;
  }

  /** Those who pay. */
  public Customers customers() {
    return customers;
  }

  /** Bundles that this server may license. */
  public Bundles bundles() {
    return bundles;
  }

  /** What customers bought. */
  public Entitlements entitlements() {
    return entitlements;
  }

  /** Devices. */
  public Devices devices() {
    return devices;
  }

  /** Licences for devices. */
  public Activations activations() {
    return activations;
  }

  /** Floating seats. */
  public Leasing leasing() {
    return leasing;
  }

  /** What was revoked. */
  public RevocationLists revocations() {
    return revocations;
  }

  /** How often licences were used. */
  public Usage usage() {
    return usage;
  }

  /** Leases in use over time. */
  public LeaseHistory history() {
    return history;
  }

  /** At a glance. */
  public Overview overview() {
    return overview;
  }

  /** Who did what. */
  public AuditTrail audit() {
    return audit;
  }

  /** Copies of the database. */
  public Backup backup() {
    return backup;
  }

  /** Seats lent to relays. */
  public Relays relays() {
    return relays;
  }

  /** An admin's token, shown this once, if no admin has one yet. */
  public Optional<String> init() {
    return staff.init();
  }

  /** 32 bytes that all processes on this database share, for nonces. */
  public byte[] sharedSecret() {
    String secret =
        data.write(
            tx ->
                MetaRows.putIfAbsent(tx, MetaRows.SHARED_SECRET, Base64Url.encode(data.bytes(32))));
    return Base64Url.decode(secret, 32, "the shared secret");
  }

  /** Refuses with {@link Refusal#UNAVAILABLE} if the database does not answer. */
  public void check() {
    data.read(tx -> MetaRows.number(tx, MetaRows.REVOCATION_NUMBER));
  }

  /** Housekeeping, for about once a minute: sees to leases that ran out, forgets what is old. */
  public void sweep() {
    for (String entitlement : data.read(tx -> LeaseRows.stale(tx, SWEEP))) {
      data.write(
          tx -> {
            LeaseRows.sweep(tx, entitlement);
            return null;
          });
    }
    data.write(
        tx -> {
          LeaseRows.forget(tx, tx.now() - KEEP_SAMPLES);
          return null;
        });
  }

  @Override
  public void close() {
    queue.close();
    data.database().close();
  }
}
