package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.AuditEntry;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.AuditRows;
import java.util.List;
import java.util.OptionalLong;

/** Who did what: an entry for each change, written with it or not at all. */
public final class AuditTrail {
  private static final int STEP = 1000;

  private final Data data;

  AuditTrail(Data data) {
    this.data = data;
  }

  /** Newest first. Needs viewer. */
  public Page<AuditEntry> list(Actor actor, PageRequest page) {
    actor.needs(Role.VIEWER);
    long before = page.after().map(AuditTrail::number).orElse(Long.MAX_VALUE);
    List<AuditEntry> items = data.read(tx -> AuditRows.before(tx, before, page.limit()));
    return Data.page(items, page.limit(), entry -> Long.toString(entry.n()));
  }

  private static long number(String mark) {
    try {
      return Long.parseLong(mark);
    } catch (NumberFormatException e) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "the page's mark is no number", "take it from a page's answer");
    }
  }

  /** An entry's number and hash. */
  public record Mark(long n, String hash) {}

  /**
   * The newest entry, to be kept elsewhere: whoever can write to the database can cut the chain off
   * at its end, or make it anew from some entry on, and nothing in it tells. Needs viewer.
   */
  public Mark mark(Actor actor) {
    actor.needs(Role.VIEWER);
    AuditRows.Head head = data.read(AuditRows::head);
    return new Mark(head.n(), head.hash());
  }

  /** Whether the entry of a mark that was kept is still there as it was. Needs viewer. */
  public boolean has(Actor actor, Mark mark) {
    actor.needs(Role.VIEWER);
    if (mark.n() == 0) {
      return mark.hash().equals(AuditEntry.START);
    }
    return data.read(tx -> AuditRows.after(tx, mark.n() - 1, 1)).stream()
        .anyMatch(entry -> entry.n() == mark.n() && entry.hash().equals(mark.hash()));
  }

  /**
   * Walks the whole chain. Needs viewer.
   *
   * @return the number of the first entry that was changed, is missing, or does not belong there;
   *     empty if there is none
   */
  public OptionalLong verify(Actor actor) {
    actor.needs(Role.VIEWER);
    AuditRows.Head head = data.read(AuditRows::head);
    long n = 0;
    String hash = AuditEntry.START;
    while (n < head.n()) {
      long from = n;
      List<AuditEntry> entries = data.read(tx -> AuditRows.after(tx, from, STEP));
      if (entries.isEmpty()) {
        return OptionalLong.of(n + 1);
      }
      for (AuditEntry entry : entries) {
        if (entry.n() != n + 1 || !entry.previous().equals(hash) || !entry.isWhole()) {
          return OptionalLong.of(n + 1);
        }
        n = entry.n();
        hash = entry.hash();
        if (n == head.n() && !hash.equals(head.hash())) {
          return OptionalLong.of(n);
        }
      }
    }
    return OptionalLong.empty();
  }
}
