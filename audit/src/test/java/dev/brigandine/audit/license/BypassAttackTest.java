package dev.brigandine.audit.license;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BypassAttackTest {
  @TempDir Path folder;
  private final BypassAttack attack = new BypassAttack();

  @ParameterizedTest
  @EnumSource(names = {"SEALED", "ARMORED"})
  void everyRowEndsAsItIsDocumented(Protection form) throws Exception {
    Outcome outcome = run(TrialTarget.of(form, model(), folder.resolve("a")));
    assertThat(outcome.details()).as("%s", outcome.notes()).allMatch(Detail::asClaimed);
    assertThat(outcome.details())
        .extracting(Detail::what)
        .containsAll(LicensingPage.refusals().keySet());
    assertThat(Figures.of(outcome, "bypassed")).isZero();
    assertThat(Figures.of(outcome, "best-effort-bypassed")).isPositive();
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(outcome.notes()).hasSize(1).first().asString().contains("the count deleted");
  }

  /** Truth: a page that promises what does not hold is told from one that does. */
  @Test
  void whatOpensAgainstTheClaimIsFullTheft() throws Exception {
    TrialTarget target = TrialTarget.of(Protection.SEALED, model(), folder.resolve("a"));
    Outcome outcome =
        tried(
            target,
            attempts -> {
              attempts.own("open for all", "bad-signature", t -> () -> t.open(t.license()));
              attempts.own("another code", "tampered", t -> () -> t.open(t.file("none")));
            });
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(Figures.of(outcome, "bypassed")).isEqualTo(1);
    assertThat(outcome.details())
        .contains(
            new Detail("open for all", "opens", false),
            new Detail("another code", "tampered", true));
  }

  /** The weakness that is told of: an application that does not pin takes a thief's pair. */
  @Test
  void anUnpinnedSignerAloneIsPartOfATheft() throws Exception {
    TrialTarget target = TrialTarget.withoutVendor(model(), folder.resolve("a"));
    Outcome outcome = run(target);
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(Figures.of(outcome, "bypassed")).isZero();
    assertThat(Figures.of(outcome, "otherwise")).isZero();
    assertThat(Figures.of(outcome, "best-effort-bypassed")).isEqualTo(1);
    assertThat(Figures.of(outcome, "tried")).isGreaterThanOrEqualTo(12);
    assertThat(outcome.notes().toString()).contains("does not pin its vendor", "vendor's key");
    assertThat(target.installed.state()).as("the owner's state").doesNotExist();
  }

  @Test
  void anAttemptWhoseHonestWayFailsShowsNothing() throws Exception {
    TrialTarget target = TrialTarget.of(Protection.SEALED, model(), folder.resolve("a"));
    Outcome outcome =
        tried(
            target,
            attempts ->
                attempts.own(
                    "never honest",
                    "bad-signature",
                    t -> {
                      t.enter(t.file("none"));
                      return () -> t.open(t.license());
                    }));
    assertThat(Figures.of(outcome, "otherwise")).isEqualTo(1);
    assertThat(Figures.of(outcome, "as-documented")).isZero();
    assertThat(outcome.notes().toString()).contains("never honest: not made");
  }

  @Test
  void anAttemptThatNoPageTellsOfIsAMistake() throws Exception {
    TrialTarget target = TrialTarget.of(Protection.SEALED, model(), folder.resolve("a"));
    assertThatThrownBy(() -> tried(target, a -> a.own("untold", t -> () -> {})))
        .hasMessageContaining("untold");
  }

  @Test
  void anOwnLicenceThatDoesNotOpenHereIsSaidSo() throws Exception {
    Conditions vault = Conditions.NONE.withIsolation(Isolation.VAULT);
    LicenseTerms terms =
        LicenseTerms.expiring(Instant.now().plus(Duration.ofDays(9))).conditions(vault).build();
    TrialTarget target = TrialTarget.withoutVendor(model(), folder.resolve("a"), terms);
    assertThatThrownBy(() -> run(target)).hasMessageContaining("isolation-required");
  }

  @Test
  void aPlainModelAsksNobody() throws Exception {
    Outcome outcome = run(TrialTarget.plain(model(), folder.resolve("a")));
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
  }

  private Outcome tried(TrialTarget target, Consumer<Attempts> these) throws Exception {
    Attempts attempts = new Attempts(true);
    these.accept(attempts);
    try (Holder holder = Holder.of(target.installed);
        Feeds feeds = new Feeds(target.data().test().item(0))) {
      return new Bypasses(holder, feeds, TrialTarget.run(folder.resolve("scratch"), 1))
          .tryAll(attempts);
    }
  }

  private Path model() throws Exception {
    return TestModel.MLP.write(folder);
  }

  private Outcome run(TrialTarget target) throws Exception {
    assertThat(attack.hindrance(target)).isEmpty();
    return attack.run(target, TrialTarget.run(folder.resolve("scratch"), 1));
  }
}
