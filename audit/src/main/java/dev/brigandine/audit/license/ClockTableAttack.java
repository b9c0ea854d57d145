package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.license.VendorKey;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The clock set back, its memory deleted, put back, edited, and the rest of the table of clocks in
 * {@code docs/licensing.md}: each row with real files and licences for this bundle, up to a
 * decrypted piece of it where the row opens.
 *
 * <p>Not guaranteed: that a machine's clock and counter behave as those that are put in their place
 * here.
 */
public final class ClockTableAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "clock-table",
          "Clocks set back, memory deleted or put back",
          Family.LICENSE,
          List.of("AML.T0044"),
          "a licensed machine whose clock and files the thief owns",
          "each row of the table of clocks in docs/licensing.md, on licences for this bundle",
          true,
          false,
          Effort.SECONDS);

  /** Found by the service loader. */
  public ClockTableAttack() {}

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return Plain.is(target) ? Optional.empty() : Needs.vendor(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (Plain.is(target)) {
      return Plain.unlicensed(target);
    }
    Installed installed = target.installed().orElseThrow();
    try (Holder holder = Holder.of(installed)) {
      return run(LicensingPage.clocks(), holder, installed.vendor().orElseThrow(), run);
    }
  }

  static Outcome run(List<ClockRow> rows, Holder holder, VendorKey vendor, AttackRun run)
      throws IOException, InterruptedException {
    List<Detail> details = new ArrayList<>();
    List<String> different = new ArrayList<>();
    int best = 0;
    boolean bypassed = false;
    for (ClockRow row : rows) {
      run.progress((double) details.size() / rows.size(), "clock case " + row.name());
      Path state = run.scratch().resolve("clock-" + details.size());
      String outcome = new ClockTrial(row, new ClockDevice(holder, vendor, state)).outcome();
      boolean same = outcome.equals(row.outcome());
      details.add(new Detail(row.name(), outcome, same));
      if (!same) {
        different.add(row.name() + ": " + outcome + ", documented is " + row.outcome());
        bypassed |= outcome.startsWith(ClockRow.OPENS) && !row.opens();
      }
      best += outcome.startsWith(ClockRow.OPENS) && row.bestEffort() ? 1 : 0;
    }
    run.progress(1, "done");
    Verdict verdict =
        bypassed
            ? Verdict.FULL
            : different.isEmpty() && best == 0 ? Verdict.REFUSED : Verdict.PARTIAL;
    int as = rows.size() - different.size();
    List<String> notes = new ArrayList<>(different);
    if (best > 0) {
      notes.add(
          best
              + " rows open by best effort, as documented: who owns the machine can delete what it"
              + " remembers or put an older copy back. A licence that requires a memory refuses the"
              + " one, a hardware counter the other, a licence server both.");
    }
    return new Outcome(
        verdict,
        as + " of " + rows.size() + " rows as documented, " + best + " open by best effort",
        List.of(
            Figure.count("different", "rows that are not as documented", different.size()),
            Figure.count("rows", "rows", rows.size()),
            Figure.count("as-documented", "rows as documented", as),
            Figure.count("best-effort", "rows that open by best effort", best)),
        List.of(),
        notes,
        details);
  }
}
