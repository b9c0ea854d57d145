package dev.brigandine.audit.recover;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.collude.CollusionAttack;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The attacks as an audit runs them; copies are made here, without bundles. */
class BaseRecoveryTest {
  private static final AttackRun RUN =
      new AttackRun() {
        @Override
        public long seed() {
          return 1;
        }

        @Override
        public Duration left() {
          return Duration.ofMinutes(5);
        }

        @Override
        public void progress(double share, String what) {
          assertThat(share).isBetween(0.0, 1.0);
        }

        @Override
        public Path scratch() {
          throw new AssertionError("nothing is to be written");
        }
      };

  @TempDir Path folder;

  /** A target whose copies are made in this process. */
  private Target target(Trained trained, ArmorLevel level, boolean based) throws Exception {
    Target plain = TrialModels.of(trained, folder).target(Protection.PLAIN);
    ModelGraph original = plain.original().toGraph();
    Path base = folder.resolve("base.onnx");
    OnnxModel.of(Copies.tuned(original, 0.1, 3)).save(base);
    Protection form =
        level == ArmorLevel.FULL
            ? Protection.ARMORED
            : level == ArmorLevel.REWRITE ? Protection.REWRITTEN : Protection.PLAIN;
    return (Target)
        Proxy.newProxyInstance(
            Target.class.getClassLoader(),
            new Class<?>[] {Target.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "protection" -> form;
                  case "base" -> based ? Optional.of(base) : Optional.empty();
                  case "captured" -> copy(original, level, 7);
                  case "capturedOfCustomer" -> copy(original, level, 20 + (int) arguments[0]);
                  default -> method.invoke(plain, arguments);
                });
  }

  private static Captured copy(ModelGraph original, ArmorLevel level, int seed) throws Exception {
    return level == null
        ? new Captured(original, Map.of(), Map.of())
        : Copies.captured(original, level, ArmorOptions.DEFAULT_BUDGET, seed);
  }

  private static double figure(Outcome outcome, String id) {
    return outcome.figures().stream()
        .filter(figure -> figure.id().equals(id))
        .mapToDouble(Figure::value)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aPlainModelIsRecoveredInFull() throws Exception {
    Outcome outcome = new BaseRecovery().run(target(Trained.MOBILENET, null, true), RUN);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "left")).isZero();
    assertThat(figure(outcome, "channels-matched")).isEqualTo(1);
    assertThat(figure(outcome, "surrogate-by-black-box")).isGreaterThan(3);
  }

  @Test
  void anArmoredModelIsRecoveredWithoutKeys() throws Exception {
    Outcome outcome = new BaseRecovery().run(target(Trained.MOBILENET, ArmorLevel.FULL, true), RUN);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "base-alone")).isLessThan(0.5);
    assertThat(figure(outcome, "with-keys")).isGreaterThan(0.85);
  }

  @Test
  void withoutABaseItIsHindered() throws Exception {
    assertThat(new BaseRecovery().hindrance(target(Trained.LSTM, null, false)))
        .hasValueSatisfying(why -> assertThat(why).contains("--base"));
  }

  @Test
  void customersOfAPlainModelHaveIt() throws Exception {
    Outcome outcome = new CollusionAttack().run(target(Trained.LSTM, null, false), RUN);
    assertThat(outcome.verdict()).isEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "averaged-10")).isGreaterThan(0.85);
  }

  @Test
  void customersOfAnArmoredModelNeedAKey() throws Exception {
    Outcome outcome =
        new CollusionAttack().run(target(Trained.RESNET, ArmorLevel.FULL, false), RUN);
    assertThat(outcome.verdict()).isNotEqualTo(Verdict.FULL);
    assertThat(figure(outcome, "averaged-2")).isLessThan(0.5);
    assertThat(figure(outcome, "aligned-with-keys")).isGreaterThan(0.88);
  }
}
