package dev.brigandine.audit.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Weaknesses on purpose: where altered files are taken, the attack says so. */
class PlantedTamperingTest {
  @TempDir Path folder;

  @Test
  void aThiefWhoHasTheVendorsKeyIsFullTheft() throws Exception {
    TrialTarget target = target();
    Outcome outcome = run(target, target.vendor);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(outcome.details())
        .contains(
            new Detail("manifests signed by a thief: as it is", "accepted", false),
            new Detail("licences signed by a thief: alone", "accepted", false))
        .filteredOn(detail -> !detail.asClaimed())
        .hasSizeGreaterThanOrEqualTo(2);
    assertThat(Figures.of(outcome, "accepted")).isGreaterThanOrEqualTo(2);
  }

  /** That the digests refuse it is no merit of a clumsy forgery: chunk by chunk, it is good. */
  @Test
  void whatIsSealedAnewPassesAllButTheDigest() throws Exception {
    TrialTarget target = target();
    try (Holder holder = Holder.of(target.installed);
        Reading reading = new Reading(holder, folder.resolve("state"));
        AlteredCopy copy = new AlteredCopy(target.installed.bundle(), folder.resolve("copy"))) {
      Mixes mixes = new Mixes(holder, folder, 1);
      List<SectionInfo> sections = mixes.oneOfEachSort();
      assertThat(sections).extracting(SectionInfo::name).contains("graph", "tensors", "weights.0");
      for (SectionInfo section : sections) {
        mixes.sealAnew(section, VendorKey.generate().signing(), copy, reading);
        assertThat(reading.chunk(copy.path(), section, 0)).isEqualTo(Ledger.ACCEPTED);
        assertThat(reading.whole(copy.path(), section)).isEqualTo("tampered");
        copy.restore(section.offset(), section.length());
        assertThat(reading.whole(copy.path(), section)).isEqualTo(Ledger.ACCEPTED);
      }
    }
  }

  /** A thief's front is a good one, but for whose it is. */
  @Test
  void aThiefsFrontIsRefusedForItsSignerAlone() throws Exception {
    TrialTarget target = target();
    try (Holder holder = Holder.of(target.installed);
        Reading reading = new Reading(holder, folder.resolve("state"));
        AlteredCopy copy = new AlteredCopy(target.installed.bundle(), folder.resolve("copy"))) {
      int manifest;
      try (var open = Bundle.open(copy.path())) {
        manifest = open.manifestLength();
      }
      byte[] json = copy.read(16, manifest);
      copy.write(16 + manifest, ThiefsFront.sign(json, VendorKey.generate().signing()));
      assertThat(reading.front(copy.path())).isEqualTo(Ledger.ACCEPTED);
      assertThat(reading.application(copy.path())).isEqualTo("bad-signature");
    }
  }

  /** The first part's engine must not bar the way to the last one's alteration. */
  @Test
  void aBitInTheLastPartOfManyIsSeenByAnApplication() throws Exception {
    TrialTarget target = TrialTarget.inParts(layers(), folder.resolve("parts"), 4 * 3 * 24 * 24);
    try (Holder holder = Holder.of(target.installed);
        Reading reading = new Reading(holder, folder.resolve("state"));
        AlteredCopy copy = new AlteredCopy(target.installed.bundle(), folder.resolve("copy"))) {
      List<SectionInfo> parts =
          holder.manifest.sections().stream()
              .filter(section -> section.name().startsWith("weights"))
              .toList();
      assertThat(parts).hasSizeGreaterThan(2);
      assertThat(reading.application(copy.path())).isEqualTo(Ledger.ACCEPTED);
      for (SectionInfo part : parts) {
        copy.flip(part.offset() + Region.HEAD + 5, 3);
        assertThat(reading.application(copy.path())).as(part.name()).isEqualTo("tampered");
        copy.flip(part.offset() + Region.HEAD + 5, 3);
      }
    }
  }

  /** Twelve layers, one behind the other, that can be cut anywhere. */
  private Path layers() throws Exception {
    Map<String, Constant> weights = new LinkedHashMap<>();
    List<Node> nodes = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      float[] weight = new float[24 * 24];
      for (int at = 0; at < weight.length; at++) {
        weight[at] = (float) Math.sin(i + at);
      }
      weights.put("w" + i, Constant.of(List.of(24L, 24L), weight));
      nodes.add(Node.of("MatMul", List.of("x" + i, "w" + i), List.of("m" + i)));
      nodes.add(Node.of("Relu", List.of("m" + i), List.of("x" + (i + 1))));
    }
    ValueType row = ValueType.tensor(1, List.of("batch", "24"));
    Graph graph = new Graph(Map.of("x0", row), Map.of("x12", row), nodes, weights);
    Path file = folder.resolve("layers.onnx");
    OnnxModel.of(new ModelGraph(8, Map.of("", 13L), graph, List.of())).save(file);
    return file;
  }

  /** A copy is as it was after each alteration, or a refusal would show nothing. */
  @Test
  void theCopyIsPutRightAgain() throws Exception {
    TrialTarget target = target();
    byte[] good = Files.readAllBytes(target.installed.bundle());
    try (Holder holder = Holder.of(target.installed);
        Reading reading = new Reading(holder, folder.resolve("state"));
        AlteredCopy copy = new AlteredCopy(target.installed.bundle(), folder.resolve("copy"))) {
      Ledger ledger = new Ledger();
      List<Region> regions;
      try (var open = Bundle.open(copy.path())) {
        regions = Region.of(open);
      }
      assertThat(regions.get(0).from()).isZero();
      for (int i = 1; i < regions.size(); i++) {
        assertThat(regions.get(i).from()).isEqualTo(regions.get(i - 1).to());
      }
      assertThat(regions.get(regions.size() - 1).to()).isEqualTo(good.length);
      Random random = new Random(5);
      new Bits(regions, random).flip(copy, reading, false, ledger);
      Swaps.swap(copy, holder.manifest.sections(), reading, random, ledger);
      Mixes mixes = new Mixes(holder, folder, 5);
      mixes.nextVersion(target.vendor.signing(), copy, reading, ledger);
      mixes.sealedAnew(target.vendor.signing(), copy, reading, false, ledger);
      Cuts.lengthen(copy, reading, random, ledger);
      assertThat(Files.readAllBytes(copy.path())).isEqualTo(good);
      assertThat(ledger.accepted()).as("seed 5").isZero();
    }
  }

  @Test
  void aLicenceThatOpensInAVaultOnlyIsAlteredAllTheSame() throws Exception {
    Conditions vault = Conditions.NONE.withIsolation(Isolation.VAULT);
    LicenseTerms terms =
        LicenseTerms.expiring(Instant.now().plus(Duration.ofDays(9))).conditions(vault).build();
    Path model = TestModel.MLP.write(folder);
    Outcome outcome =
        run(TrialTarget.withoutVendor(model, folder.resolve("v"), terms), VendorKey.generate());
    assertThat(outcome.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(outcome.notes()).singleElement().asString().contains("does not open in this");
  }

  private TrialTarget target() throws Exception {
    return TrialTarget.of(Protection.SEALED, TestModel.MLP.write(folder), folder.resolve("a"));
  }

  private Outcome run(TrialTarget target, VendorKey thief) throws Exception {
    try (Holder holder = Holder.of(target.installed);
        Feeds feeds = new Feeds(target.data().test().item(0))) {
      return TamperingAttack.run(
          holder, thief, feeds, TrialTarget.run(folder.resolve("scratch"), 1));
    }
  }
}
