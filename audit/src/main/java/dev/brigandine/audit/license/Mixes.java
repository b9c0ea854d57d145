package dev.brigandine.audit.license;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.BundleWriter;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.SectionSource;
import dev.brigandine.bundle.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Sections and fronts of other bundles in this one. The other bundles hold noise: what they hold is
 * of no account, since it is never looked at if the refusal holds.
 */
final class Mixes {
  private static final int SECTIONS = 8;

  /** What another bundle is given to hold, so that scratch space and time are bounded. */
  private static final long MOST = 256L << 20;

  private final Holder holder;
  private final Path scratch;
  private final long seed;

  Mixes(Holder holder, Path scratch, long seed) {
    this.holder = holder;
    this.scratch = scratch;
    this.seed = seed;
  }

  /**
   * A bundle of the same form by somebody.
   *
   * @param id of the bundle: part of what its sections are encrypted under
   */
  private Path bundle(
      String id,
      long version,
      SigningKey signer,
      ActivationKey activation,
      List<SectionInfo> sections) {
    Manifest own = holder.manifest;
    Manifest draft =
        new Manifest(
            id,
            own.modelId(),
            version,
            own.customer(),
            own.armor(),
            own.minimumRuntime(),
            own.created(),
            own.inputs(),
            own.outputs(),
            own.activation(),
            List.of());
    List<SectionSource> noise = new ArrayList<>();
    for (SectionInfo section : sections) {
      noise.add(new NoiseSection(section.name(), section.plainLength(), seed + noise.size()));
    }
    Path target = scratch.resolve("other-" + id + "-" + version + "-" + sections.size() + ".brig");
    BundleWriter.write(target, draft, signer, activation, noise, done -> {});
    return target;
  }

  /**
   * Sections, and the front, of the next version: under the same activation key and the same
   * vendor's, if that is at hand.
   */
  void nextVersion(SigningKey signer, AlteredCopy copy, Reading reading, Ledger ledger)
      throws IOException {
    List<SectionInfo> sections = new ArrayList<>();
    long sum = 0;
    for (SectionInfo section : holder.manifest.sections()) {
      sum += section.length();
      if (sum <= MOST) {
        sections.add(section);
      }
    }
    if (sections.isEmpty()) {
      return;
    }
    String id =
        new StringBuilder(holder.manifest.bundleId().substring(1)).insert(0, 'B').toString();
    if (id.equals(holder.manifest.bundleId())) {
      id = "C" + id.substring(1);
    }
    long version = holder.manifest.modelVersion() + 1;
    Path other = bundle(id, version, signer, reading.activation(), sections);
    for (SectionInfo section : sections.subList(0, Math.min(SECTIONS, sections.size()))) {
      SectionInfo theirs = section(other, section.name());
      copy.take(other, theirs.offset(), section.offset(), section.length());
      String result = reading.chunk(copy.path(), section, 0);
      ledger.tried("sections of another version", section.name(), result, Region.TAMPERED);
      copy.restore(section.offset(), section.length());
    }
    if (sections.size() == holder.manifest.sections().size()) {
      front(other, copy, reading, ledger);
    }
    Files.delete(other);
  }

  private void front(Path other, AlteredCopy copy, Reading reading, Ledger ledger)
      throws IOException {
    long own = holder.manifest.sections().get(0).offset();
    long theirs = section(other, holder.manifest.sections().get(0).name()).offset();
    if (own != theirs) {
      return;
    }
    copy.take(other, 0, 0, own);
    ledger.tried(
        "the front of another version",
        "all sections are this one's",
        reading.front(copy.path()),
        Region.TAMPERED);
    Set<String> licence = Set.of("no-key-fits", "bad-signature");
    ledger.tried(
        "the front of another version, opened by an application",
        "all sections are this one's",
        reading.application(copy.path()),
        licence);
    copy.restore(0, own);
  }

  /**
   * What every licensed process could do, which holds the content key: other content under the same
   * key, bundle id and name, so that chunks and commitment fit. Only digests tell.
   */
  void sealedAnew(
      SigningKey thief, AlteredCopy copy, Reading reading, boolean applications, Ledger ledger)
      throws IOException {
    for (SectionInfo section : oneOfEachSort()) {
      sealAnew(section, thief, copy, reading);
      String kind = "sections sealed anew under the customer's key";
      String whole = reading.whole(copy.path(), section);
      ledger.tried(kind, section.name(), whole, Region.TAMPERED);
      if (applications) {
        String opened = reading.application(copy.path());
        ledger.tried(kind + ", opened by an application", section.name(), opened, Region.TAMPERED);
      }
      copy.restore(section.offset(), section.length());
    }
  }

  /** Puts noise in a section's place, encrypted as the vendor would. */
  void sealAnew(SectionInfo section, SigningKey thief, AlteredCopy copy, Reading reading)
      throws IOException {
    String id = holder.manifest.bundleId();
    long version = holder.manifest.modelVersion();
    Path other = bundle(id, version, thief, reading.activation(), List.of(section));
    copy.take(other, section(other, section.name()).offset(), section.offset(), section.length());
    Files.delete(other);
  }

  /** {@code graph}, {@code tensors}, and one with weights. */
  List<SectionInfo> oneOfEachSort() {
    Set<String> sorts = new LinkedHashSet<>();
    return holder.manifest.sections().stream()
        .filter(section -> section.length() <= MOST)
        .filter(section -> sorts.add(section.name().replaceAll("\\..*", "")))
        .toList();
  }

  private static SectionInfo section(Path file, String name) {
    try (Bundle bundle = Bundle.open(file)) {
      return bundle.manifest().sections().stream()
          .filter(section -> section.name().equals(name))
          .findFirst()
          .orElseThrow();
    }
  }
}
