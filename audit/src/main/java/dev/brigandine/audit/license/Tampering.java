package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.license.License;
import dev.brigandine.license.VendorKey;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;

/** Alters a copy of a bundle, and a licence, in every way there is, and notes what comes of it. */
final class Tampering {
  /** Of a model in many parts, so many sections are looked into. */
  private static final int SECTIONS = 24;

  private final Holder holder;
  private final Reading reading;
  private final AttackRun run;
  private final Random random;
  private final VendorKey thief;
  private final Ledger ledger = new Ledger();
  private final boolean applications;

  /**
   * @param thief signs what a thief signs
   */
  Tampering(Holder holder, Reading reading, AttackRun run, VendorKey thief) {
    this.thief = thief;
    this.holder = holder;
    this.reading = reading;
    this.run = run;
    this.random = new Random(run.seed());
    this.applications = reading.application(holder.installed.bundle()).equals(Ledger.ACCEPTED);
  }

  Ledger ledger() {
    return ledger;
  }

  /** Whether the unaltered bundle opens here as an application opens it. */
  boolean applications() {
    return applications;
  }

  void bundle() throws Exception {
    Path original = holder.installed.bundle();
    List<SectionInfo> sections = sections();
    List<Region> regions;
    int manifest;
    int signature;
    try (Bundle open = Bundle.open(original)) {
      regions = new ArrayList<>(Region.of(open));
      manifest = open.manifestLength();
      signature = open.signatureLength();
    }
    regions.removeIf(region -> region.section() != null && !sections.contains(region.section()));
    try (AlteredCopy copy = new AlteredCopy(original, run.scratch().resolve("altered.brig"))) {
      run.progress(0.05, "bits of the bundle");
      new Bits(regions, random).flip(copy, reading, applications, ledger);
      run.progress(0.4, "sections and chunks swapped");
      Swaps.swap(copy, sections, reading, random, ledger);
      run.progress(0.55, "sections of other bundles");
      Mixes mixes = new Mixes(holder, run.scratch(), run.seed());
      VendorKey signer = holder.installed.vendor().orElse(thief);
      mixes.nextVersion(signer.signing(), copy, reading, ledger);
      mixes.sealedAnew(thief.signing(), copy, reading, applications, ledger);
      run.progress(0.7, "a thief's signature");
      Resigned.tryAll(thief.signing(), manifest, signature, copy, reading, ledger);
      run.progress(0.75, "cuts");
      Cuts.lengthen(copy, reading, random, ledger);
      Cuts.cut(copy, regions, reading, random, ledger);
    }
  }

  private List<SectionInfo> sections() {
    List<SectionInfo> all = new ArrayList<>(holder.manifest.sections());
    if (all.size() <= SECTIONS) {
      return all;
    }
    List<SectionInfo> between = new ArrayList<>(all.subList(1, all.size() - 1));
    Collections.shuffle(between, random);
    List<SectionInfo> chosen = new ArrayList<>(between.subList(0, SECTIONS - 2));
    chosen.add(all.get(0));
    chosen.add(all.get(all.size() - 1));
    chosen.sort((one, other) -> Long.compare(one.offset(), other.offset()));
    return chosen;
  }

  void licence() throws Exception {
    String jwt = License.load(holder.installed.licence()).jwt();
    List<LicenceEdits.Edit> edits = new LicenceEdits(jwt).all(random);
    for (LicenceEdits.Edit edit : edits) {
      run.progress(0.8, "licences edited");
      licence(edit);
    }
    String from = holder.license.signer().thumbprint();
    String to = thief.signer().thumbprint();
    String kind = "licences signed by a thief";
    licence(
        new LicenceEdits.Edit(
            kind, "alone", ForgedLicence.of(jwt, from, to, thief.signing(), null)));
    if (jwt.length() < License.MAX_LENGTH / 3) {
      licence(
          new LicenceEdits.Edit(
              kind, "by the customer's", ForgedLicence.of(jwt, from, to, thief.signing(), jwt)));
    }
  }

  /** Where the next version can be made and licensed, the audited one is an older one. */
  void rollback(Feeds feeds) throws Exception {
    Attempts attempts = new Attempts(holder.installed.vendor().isPresent());
    ConditionRows.rollbacks(attempts);
    for (Map.Entry<String, Attempts.Attempt> attempt : attempts.all().entrySet()) {
      run.progress(0.95, attempt.getKey());
      Path folder = run.scratch().resolve("rollback");
      Attempts.Trial trial = attempt.getValue().of(new Thief(holder, folder, feeds));
      String result = Bypasses.result(trial);
      ledger.tried(
          "older bundles",
          attempt.getKey(),
          result.equals(Bypasses.OPENS) ? Ledger.ACCEPTED : result,
          Set.of("rollback"));
      Folders.delete(folder);
    }
  }

  private void licence(LicenceEdits.Edit edit) throws Exception {
    Path file = Files.writeString(run.scratch().resolve("edited.jwt"), edit.jwt());
    String result = reading.application(holder.installed.bundle(), file);
    ledger.tried(edit.kind(), edit.what(), result, Set.of("bad-signature", "tampered"));
    Files.delete(file);
  }
}
