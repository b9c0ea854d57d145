package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import dev.brigandine.license.jose.Base64Url;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.Copies;
import dev.brigandine.licenseserver.store.LeaseRows;
import dev.brigandine.licenseserver.store.MetaRows;
import java.nio.file.Path;

/** Copies of the database, and what must happen when one is put back. */
public final class Backup {
  /** More than a server can grant between a copy and its return. */
  private static final long FENCES = 1L << 32;

  private static final long NUMBERS = 1L << 20;

  private final Data data;

  Backup(Data data) {
    this.data = data;
  }

  /**
   * A copy of a SQLite database while it is in use, written beside {@code file} and moved there
   * when it is whole and was checked; an existing file is never replaced. It holds what the
   * database holds: licences, names, the secret behind nonces, the hashes of tokens. Needs admin.
   */
  public void save(Actor actor, Path file) {
    actor.needs(Role.ADMIN);
    if (!data.database().name().equals("sqlite")) {
      throw new RefusedException(
          Refusal.CONFLICT,
          "the database is PostgreSQL, which has its own tools for that",
          "use pg_dump, and run 'restored' after a restore");
    }
    Data.refusing(
        () -> {
          Copies.save(data.database(), file);
          return null;
        });
    data.write(
        tx -> {
          Data.audit(tx, actor, "backup.save", file.getFileName().toString(), new JsonObject());
          return null;
        });
  }

  /**
   * To be called once after the database was brought back from a copy, before the first request is
   * answered. Since the copy was made leases may have been granted that it does not know of: no
   * claim is granted until the longest of them is over (renewals of leases that the copy knows
   * are). Fences and the revocation list's number leap beyond what the lost database can have
   * given, and requests made before are void. Lost is what was done since the copy: revocations (of
   * tokens, too), seats lent to relays, which keep them, and runs that were granted. Needs admin.
   */
  public void restored(Actor actor) {
    actor.needs(Role.ADMIN);
    data.write(
        tx -> {
          long from = tx.now() + LeaseRows.longestLease(tx);
          MetaRows.put(tx, MetaRows.GRANTS_FROM, Long.toString(from));
          long number = MetaRows.lockNumber(tx, MetaRows.REVOCATION_NUMBER);
          MetaRows.put(tx, MetaRows.REVOCATION_NUMBER, Long.toString(number + NUMBERS));
          MetaRows.put(tx, MetaRows.SHARED_SECRET, Base64Url.encode(data.bytes(32)));
          LeaseRows.leap(tx, FENCES);
          JsonObject detail = new JsonObject();
          detail.addProperty("grantsFrom", from);
          Data.audit(tx, actor, "backup.restored", "database", detail);
          return null;
        });
  }
}
