package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.bundle.BrigandineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Ways around a licence: the table "What is refused" of {@code docs/licensing.md}, and what other
 * pages say of the same. Each begins with the honest way, which opens, and goes on with the attempt
 * on the audited bundle itself. Without the vendor's key only those are tried that need no licence
 * but the customer's own.
 *
 * <p>An attempt that opens although it is documented to be refused is full theft; one that is
 * documented to open is counted apart and named. Not guaranteed: that nobody finds another way.
 */
public final class BypassAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "license-bypass",
          "Ways around the licence",
          Family.LICENSE,
          List.of("AML.T0044", "AML.T0048.004"),
          "a licensed customer's files, on a machine that the thief owns",
          "each row of \"What is refused\" in docs/licensing.md and more: the honest way first,"
              + " then the attempt, on this bundle",
          true,
          false,
          Effort.MINUTES);

  /** Found by the service loader. */
  public BypassAttack() {}

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return Plain.is(target) ? Optional.empty() : Needs.files(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (Plain.is(target)) {
      return Plain.unlicensed(target);
    }
    Installed installed = target.installed().orElseThrow();
    try (Holder holder = Holder.of(installed);
        Feeds feeds = new Feeds(target.data().test().item(0))) {
      requireHonest(holder, feeds, run);
      return new Bypasses(holder, feeds, run).tryAll(attempts(holder));
    }
  }

  /** Where the customer's own licence is all there is, it must open here to begin with. */
  private static void requireHonest(Holder holder, Feeds feeds, AttackRun run) throws IOException {
    if (holder.installed.vendor().isPresent()) {
      return;
    }
    Path folder = run.scratch().resolve("honest");
    try {
      Thief customer = new Thief(holder, folder, feeds);
      customer.enter(customer.license());
    } catch (BrigandineException e) {
      throw new BrigandineException(
          e.code(),
          "the customer's own licence does not open in this process (" + e.code().id() + ")",
          "give the vendor's key, and licences are issued for the trial",
          e);
    } finally {
      Folders.delete(folder);
    }
  }

  static Attempts attempts(Holder holder) {
    Attempts attempts = new Attempts(holder.installed.vendor().isPresent());
    LicenceRows.add(attempts);
    MemoryRows.add(attempts, holder.installed.vendor().isPresent() ? null : holder.license);
    ConditionRows.add(attempts);
    LeaseRows.add(attempts);
    DelegationRows.add(attempts);
    return attempts;
  }
}
