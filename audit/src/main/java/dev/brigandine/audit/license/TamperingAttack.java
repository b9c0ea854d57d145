package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.license.VendorKey;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A bundle and a licence altered in every region: bits, cuts, swaps, sections and fronts of other
 * bundles, other signatures. Each must be refused by a documented code, and nothing be in a buffer
 * afterwards.
 *
 * <p>Most altered bundles are read as far as what was altered; one of each kind is opened as an
 * application does, up to the engine. Not guaranteed: that what was not tried is refused; the
 * format's own tests try every bit of a small bundle.
 */
public final class TamperingAttack implements Attack {
  private static final AttackCard CARD =
      new AttackCard(
          "tampering",
          "Bundle and licence altered",
          Family.LICENSE,
          List.of("AML.T0018", "AML.T0010"),
          "write access to the customer's files, or to their way there",
          "bits, cuts, swapped and mixed sections, other signers and algorithms on copies of bundle"
              + " and licence; each copy is opened with the customer's licence",
          true,
          false,
          Effort.SECONDS);

  /** Found by the service loader. */
  public TamperingAttack() {}

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return Plain.is(target) ? PlainTampering.hindrance(target) : Needs.files(target);
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    if (Plain.is(target)) {
      return PlainTampering.run(target, run);
    }
    Installed installed = target.installed().orElseThrow();
    try (Holder holder = Holder.of(installed);
        Feeds feeds = new Feeds(target.data().test().item(0))) {
      return run(holder, VendorKey.generate(), feeds, run);
    }
  }

  static Outcome run(Holder holder, VendorKey thief, Feeds feeds, AttackRun run) throws Exception {
    try (Reading reading = new Reading(holder, run.scratch().resolve("state"))) {
      Tampering tampering = new Tampering(holder, reading, run, thief);
      tampering.bundle();
      tampering.licence();
      tampering.rollback(feeds);
      run.progress(1, "done");
      return outcome(tampering.ledger(), reading, tampering.applications());
    }
  }

  private static Outcome outcome(Ledger ledger, Reading reading, boolean applications) {
    List<String> notes = new ArrayList<>();
    if (reading.leaked()) {
      notes.add("After a refusal, decrypted bytes were left in the caller's buffer.");
    }
    if (!applications) {
      notes.add(
          "The customer's licence does not open in this process here, so that altered bundles were"
              + " read by their sections only, and not opened as an application does.");
    }
    if (ledger.otherwise() > 0) {
      notes.add("Some were refused by another code than is documented; the details name them.");
    }
    int refused = ledger.tried() - ledger.accepted();
    Verdict verdict =
        ledger.accepted() > 0 ? Verdict.FULL : reading.leaked() ? Verdict.PARTIAL : Verdict.REFUSED;
    return new Outcome(
        verdict,
        refused + " of " + ledger.tried() + " refused",
        List.of(
            Figure.count("accepted", "altered files that were taken", ledger.accepted()),
            Figure.count("tried", "altered files", ledger.tried()),
            Figure.count("refused", "altered files refused", refused),
            Figure.count("undocumented", "refused by another code", ledger.otherwise()),
            Figure.count("released", "whether a refusal left bytes", reading.leaked() ? 1 : 0)),
        List.of(),
        notes,
        ledger.details());
  }
}
