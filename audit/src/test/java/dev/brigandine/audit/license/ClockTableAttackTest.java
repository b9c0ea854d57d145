package dev.brigandine.audit.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ClockTableAttackTest {
  @TempDir Path folder;
  private final ClockTableAttack attack = new ClockTableAttack();

  @Test
  void everyRowOfThePageHappensAsItSaysOnAnArmoredBundle() throws Exception {
    Path model = TestModel.MLP.write(folder);
    TrialTarget target = TrialTarget.of(Protection.ARMORED, model, folder.resolve("there"));
    assertThat(attack.hindrance(target)).isEmpty();
    Outcome outcome = attack.run(target, TrialTarget.run(folder.resolve("scratch"), 1));
    assertThat(outcome.details()).allMatch(Detail::asClaimed).hasSizeGreaterThanOrEqualTo(104);
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(Figures.of(outcome, "different")).isZero();
    assertThat(Figures.of(outcome, "best-effort")).isPositive();
  }

  /** The page in this jar is the one that people read, row by row. */
  @Test
  void theRowsAreThoseOfThePage() throws Exception {
    List<String> lines = Files.readAllLines(Path.of("..", "docs", "licensing.md"));
    List<ClockRow> rows = LicensingPage.clocks();
    List<ClockRow> there =
        lines.stream().filter(line -> line.matches("\\| \\d+ .*\\|")).map(ClockRow::of).toList();
    assertThat(rows).isEqualTo(there).hasSizeGreaterThanOrEqualTo(104);
    assertThat(LicensingPage.refusals()).hasSizeGreaterThan(30);
    for (String attempt : LicensingPage.refusals().keySet()) {
      assertThat(lines).anyMatch(line -> line.startsWith("| " + attempt + " |"));
    }
  }

  @Test
  void aRowThatPromisesMoreThanItHoldsIsFullTheft() throws Exception {
    ClockRow weak =
        ClockRow.of("| 35 lost | deleted day 9 | day 2 | none | plain | clock-turned-back | x |");
    Outcome outcome = run(weak);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(Figures.of(outcome, "different")).isEqualTo(1);
    assertThat(outcome.notes().get(0)).contains("35 lost", "opens at", "clock-turned-back");
  }

  @Test
  void aRefusalOfAnotherKindOrAnotherTimeIsDifferentButNoTheft() throws Exception {
    Outcome outcome =
        run(
            ClockRow.of("| 9 end | none | end | none | plain | tampered | guaranteed |"),
            ClockRow.of("| 2 used | day 5 | day 9 | none | plain | opens at day 8 | guaranteed |"));
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(Figures.of(outcome, "different")).isEqualTo(2);
  }

  @Test
  void guaranteedRowsAloneAreRefused() throws Exception {
    List<ClockRow> guaranteed = new ArrayList<>(LicensingPage.clocks());
    guaranteed.removeIf(ClockRow::bestEffort);
    Outcome outcome = run(guaranteed.toArray(new ClockRow[0]));
    assertThat(outcome.verdict()).isEqualTo(Verdict.REFUSED);
    assertThat(outcome.notes()).isEmpty();
  }

  @Test
  void aWordThatNobodyKnowsIsAnErrorAndNoRefusal() {
    assertThatThrownBy(
            () -> run(ClockRow.of("| 1 x | eaten day 2 | day 2 | none | plain | io | x |")))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("eaten");
  }

  @Test
  void aPlainModelAsksNobody() throws Exception {
    TrialTarget plain = TrialTarget.plain(TestModel.MLP.write(folder), folder.resolve("plain"));
    assertThat(attack.hindrance(plain)).isEmpty();
    Outcome outcome = attack.run(plain, TrialTarget.run(folder.resolve("scratch"), 1));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
  }

  @Test
  void withoutTheVendorsKeyItSaysSo() throws Exception {
    TrialTarget target =
        TrialTarget.withoutVendor(TestModel.MLP.write(folder), folder.resolve("own"));
    assertThat(attack.hindrance(target).orElseThrow()).contains("vendor's key");
  }

  private Outcome run(ClockRow... rows) throws Exception {
    Path model = TestModel.MLP.write(folder);
    TrialTarget target = TrialTarget.of(Protection.SEALED, model, folder.resolve("there"));
    try (Holder holder = Holder.of(target.installed)) {
      return ClockTableAttack.run(
          List.of(rows), holder, target.vendor, TrialTarget.run(folder.resolve("scratch"), 1));
    }
  }
}
