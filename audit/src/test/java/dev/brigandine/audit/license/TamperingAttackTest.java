package dev.brigandine.audit.license;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TamperingAttackTest {
  @TempDir Path folder;
  private final TamperingAttack attack = new TamperingAttack();

  @ParameterizedTest
  @EnumSource(names = {"SEALED", "ARMORED"})
  void everythingIsRefusedAsDocumented(Protection form) throws Exception {
    TrialTarget target = TrialTarget.of(form, Trained.RESNET.write(folder), folder.resolve("a"));
    byte[] before = digest(target.installed.bundle());
    Outcome outcome = attack.run(target, TrialTarget.run(folder.resolve("scratch"), 7));
    assertThat(outcome.details()).as("seed 7: %s", outcome).allMatch(Detail::asClaimed);
    assertThat(outcome.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(outcome.notes()).isEmpty();
    assertThat(Figures.of(outcome, "tried")).isGreaterThan(600);
    assertThat(Figures.of(outcome, "accepted")).isZero();
    assertThat(Figures.of(outcome, "undocumented")).isZero();
    assertThat(Figures.of(outcome, "released")).isZero();
    assertThat(digest(target.installed.bundle())).as("the owner's file").isEqualTo(before);
    assertThat(target.installed.state()).doesNotExist();
  }

  @Test
  void everySortOfAlterationIsTried() throws Exception {
    Outcome outcome = run(TrialTarget.of(Protection.SEALED, model(), folder.resolve("a")), 1);
    assertThat(outcome.details())
        .extracting(Detail::what)
        .allMatch(what -> what.matches("\\d+ × .*"))
        .map(what -> what.replaceFirst("\\d+ × ", ""))
        .contains(
            "a bit of the magic",
            "a bit of the version",
            "a bit of the lengths",
            "a bit of the manifest",
            "a bit of the manifest, opened by an application",
            "a bit of the signature",
            "a bit of the padding",
            "a bit of a section's salt",
            "a bit of a section's commitment",
            "a bit of a section's chunks",
            "a bit of a section's last tag",
            "a bit of a section's last tag, opened by an application",
            "sections swapped",
            "sections of another version",
            "the front of another version",
            "sections sealed anew under the customer's key",
            "sections sealed anew under the customer's key, opened by an application",
            "manifests signed by a thief",
            "bytes appended",
            "cuts",
            "older bundles",
            "members of a licence's header",
            "members of a licence's claims",
            "other algorithms",
            "licences signed by a thief");
  }

  @Test
  void withoutTheVendorsKeyItIsAllTheSame() throws Exception {
    Outcome outcome = run(TrialTarget.withoutVendor(model(), folder.resolve("a")), 2);
    assertThat(outcome.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(Figures.of(outcome, "undocumented")).isZero();
  }

  @Test
  void aPlainFileIsTakenWithAnyWeights() throws Exception {
    TrialTarget plain = TrialTarget.plain(Trained.RESNET.write(folder), folder.resolve("a"));
    Outcome outcome = run(plain, 3);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(Figures.of(outcome, "accepted")).isPositive();
  }

  @Test
  void nothingIsLeftInScratch() throws Exception {
    run(TrialTarget.of(Protection.SEALED, model(), folder.resolve("a")), 4);
    try (var files = Files.walk(folder.resolve("scratch"))) {
      assertThat(files.filter(Files::isRegularFile))
          .allMatch(file -> file.startsWith(folder.resolve("scratch/state")));
    }
  }

  private Path model() throws Exception {
    return TestModel.MLP.write(folder);
  }

  private Outcome run(TrialTarget target, long seed) throws Exception {
    assertThat(attack.hindrance(target)).isEmpty();
    return attack.run(target, TrialTarget.run(folder.resolve("scratch"), seed));
  }

  private static byte[] digest(Path file) throws Exception {
    return MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
  }
}
