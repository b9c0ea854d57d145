package dev.brigandine.licenseserver.store;

import dev.brigandine.licenseserver.domain.ClockPolicy;
import dev.brigandine.licenseserver.domain.Enrolment;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.Isolation;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.MachineMatch;
import dev.brigandine.licenseserver.domain.Rate;
import dev.brigandine.licenseserver.domain.Revocation;
import dev.brigandine.licenseserver.domain.Terms;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Entitlements and the bundles they are for. */
public final class EntitlementRows {
  /** Ids hold no spaces. One query for all rows, instead of one for each. */
  private static final String BUNDLES =
      ", (SELECT string_agg(bundle, ' ' ORDER BY place) FROM entitlement_bundles"
          + " WHERE entitlement = entitlements.id) AS bundle_ids";

  private EntitlementRows() {}

  /** Adds one, and its pool if it is floating. */
  public static void insert(Tx tx, Entitlement entitlement) {
    Terms terms = entitlement.terms();
    tx.handle()
        .createUpdate(
            "INSERT INTO entitlements (id, customer, kind, seats, max_devices, enrolment, starts,"
                + " expires, runs, rate_runs, rate_seconds, features, isolation, minimum_version,"
                + " heartbeat, grace, clock_back, clock_memory, machine, revision, created)"
                + " VALUES (:id, :customer, :kind, :seats, :devices, :enrolment, :starts,"
                + " :expires, :runs, :rateRuns, :rateSeconds, :features, :isolation, :minimum,"
                + " :heartbeat, :grace, :back, :memory, :machine, :revision, :created)")
        .bind("id", entitlement.id())
        .bind("customer", entitlement.customer().orElse(null))
        .bind("kind", terms.kind().name())
        .bind("seats", terms.seats())
        .bind("devices", terms.maxDevices())
        .bind("enrolment", terms.enrolment().name())
        .bind("starts", terms.starts().getEpochSecond())
        .bind("expires", terms.expires().getEpochSecond())
        .bind("runs", Columns.orNull(terms.runs()))
        .bind("rateRuns", terms.rate().map(Rate::runs).orElse(null))
        .bind("rateSeconds", terms.rate().map(Rate::seconds).orElse(null))
        // Labels hold no line feeds.
        .bind("features", String.join("\n", terms.features()))
        .bind("isolation", terms.isolation().name())
        .bind("minimum", Columns.orNull(terms.minimumVersion()))
        .bind("heartbeat", terms.heartbeat())
        .bind("grace", terms.grace())
        .bind("back", terms.clock().back())
        .bind("memory", terms.clock().memoryRequired() ? 1 : 0)
        .bind("machine", terms.machine().map(Enum::name).orElse(null))
        .bind("revision", entitlement.revision())
        .bind("created", entitlement.created().getEpochSecond())
        .execute();
    for (int i = 0; i < entitlement.bundles().size(); i++) {
      addBundle(tx, entitlement.id(), entitlement.bundles().get(i), i);
    }
    if (terms.kind() == Kind.FLOATING) {
      tx.handle()
          .createUpdate(
              "INSERT INTO pools (entitlement, latest, fence, runs_taken) VALUES (:id, 0, 0, 0)")
          .bind("id", entitlement.id())
          .execute();
    }
  }

  /** One more bundle, unless it is among them. */
  public static void addBundle(Tx tx, String entitlement, String bundle, int place) {
    tx.handle()
        .createUpdate(
            "INSERT INTO entitlement_bundles (entitlement, bundle, place) VALUES (?, ?, ?)"
                + " ON CONFLICT (entitlement, bundle) DO NOTHING")
        .bind(0, entitlement)
        .bind(1, bundle)
        .bind(2, place)
        .execute();
  }

  /** By its id. */
  public static Optional<Entitlement> find(Tx tx, String id) {
    return find(tx, id, "");
  }

  /** By its id, for changing it: nobody else changes it or lends its seats meanwhile. */
  public static Optional<Entitlement> lock(Tx tx, String id) {
    return find(tx, id, tx.lock());
  }

  private static Optional<Entitlement> find(Tx tx, String id, String lock) {
    return tx.handle()
        .createQuery("SELECT *" + BUNDLES + " FROM entitlements WHERE id = :id" + lock)
        .bind("id", id)
        .map((rs, ctx) -> row(rs))
        .findOne();
  }

  /**
   * Newest first.
   *
   * @param state VALID, PENDING, EXPIRED or REVOKED
   */
  public static List<Entitlement> list(
      Tx tx,
      Optional<String> customer,
      Optional<Kind> kind,
      Optional<String> state,
      int limit,
      Optional<String> after) {
    List<String> conditions = new ArrayList<>();
    Map<String, Object> bound = new HashMap<>();
    customer.ifPresent(
        id -> {
          conditions.add("customer = :customer");
          bound.put("customer", id);
        });
    kind.ifPresent(
        it -> {
          conditions.add("kind = :kind");
          bound.put("kind", it.name());
        });
    state.ifPresent(it -> conditions.add(condition(it)));
    if (state.isPresent() && !state.get().equals("REVOKED")) {
      bound.put("now", tx.now());
    }
    return Paged.list(
        tx,
        "entitlements",
        conditions.isEmpty() ? null : String.join(" AND ", conditions),
        bound,
        limit,
        after,
        BUNDLES,
        (rs, ctx) -> row(rs));
  }

  private static String condition(String state) {
    return switch (state) {
      case "VALID" -> "revoked_at IS NULL AND starts <= :now AND expires > :now";
      case "PENDING" -> "revoked_at IS NULL AND starts > :now";
      case "EXPIRED" -> "revoked_at IS NULL AND expires <= :now";
      case "REVOKED" -> "revoked_at IS NOT NULL";
      default -> throw new IllegalArgumentException(state);
    };
  }

  /** Not revoked and ending in a time, the first to end first. */
  public static List<Entitlement> expiring(Tx tx, long from, long to, int limit) {
    return tx.handle()
        .createQuery(
            "SELECT *"
                + BUNDLES
                + " FROM entitlements WHERE revoked_at IS NULL AND expires > :from"
                + " AND expires <= :to ORDER BY expires LIMIT :limit")
        .bind("from", from)
        .bind("to", to)
        .bind("limit", limit)
        .map((rs, ctx) -> row(rs))
        .list();
  }

  /** Marks it. */
  public static void revoke(Tx tx, String id, Revocation revocation) {
    Revoked.mark(tx, "entitlements", id, revocation);
  }

  /** Other seats and expiry. */
  public static void change(Tx tx, String id, int seats, long expires, long revision) {
    tx.handle()
        .createUpdate(
            "UPDATE entitlements SET seats = :seats, expires = :expires, revision = :revision"
                + " WHERE id = :id")
        .bind("seats", seats)
        .bind("expires", expires)
        .bind("revision", revision)
        .bind("id", id)
        .execute();
  }

  private static Entitlement row(ResultSet rs) throws SQLException {
    return new Entitlement(
        rs.getString("id"),
        Columns.maybeText(rs, "customer"),
        List.of(rs.getString("bundle_ids").split(" ")),
        terms(rs),
        rs.getLong("revision"),
        Columns.revocation(rs),
        Columns.time(rs, "created"));
  }

  private static Terms terms(ResultSet rs) throws SQLException {
    String features = rs.getString("features");
    long rateRuns = Columns.maybeLong(rs, "rate_runs").orElse(0);
    return new Terms(
        Kind.valueOf(rs.getString("kind")),
        rs.getInt("seats"),
        rs.getInt("max_devices"),
        Enrolment.valueOf(rs.getString("enrolment")),
        Columns.time(rs, "starts"),
        Columns.time(rs, "expires"),
        Columns.maybeLong(rs, "runs"),
        rateRuns == 0
            ? Optional.empty()
            : Optional.of(new Rate(rateRuns, rs.getLong("rate_seconds"))),
        features.isEmpty() ? List.of() : List.of(features.split("\n")),
        Isolation.valueOf(rs.getString("isolation")),
        Columns.maybeLong(rs, "minimum_version"),
        rs.getLong("heartbeat"),
        rs.getLong("grace"),
        new ClockPolicy(rs.getLong("clock_back"), rs.getInt("clock_memory") != 0),
        Columns.maybeText(rs, "machine").map(MachineMatch::valueOf));
  }
}
