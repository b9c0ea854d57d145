package dev.brigandine.audit.training.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.training.TrialTarget;
import dev.brigandine.onnx.testing.Trained;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** Verdicts on what was trained, the original being right in 92 of 100 cases. */
class ToldTest {
  @Test
  void asGoodAsTheOriginalIsFullTheft() throws Exception {
    assertThat(told(0.91, 1, 0.5, 1).verdict()).isEqualTo(Verdict.FULL);
  }

  @Test
  void nothingAboveTheBlackBoxIsNothing() throws Exception {
    Outcome outcome = told(0.61, 1, 0.60, 1);
    assertThat(outcome.verdict()).isEqualTo(Verdict.NOTHING);
    assertThat(outcome.figures()).extracting(Figure::id).contains("labels-60-ratio");
  }

  @Test
  void betweenThemIsInPart() throws Exception {
    assertThat(told(0.75, 1, 0.60, 1).verdict()).isEqualTo(Verdict.PARTIAL);
  }

  @Test
  void aBlackBoxWithoutTimeIsComparedWithNothing() throws Exception {
    Outcome outcome = told(0.75, 1, 0.10, 0.1);
    assertThat(outcome.figures()).extracting(Figure::id).doesNotContain("best-ratio");
    assertThat(outcome.summary()).doesNotContain("black box");
    assertThat(outcome.verdict()).isEqualTo(Verdict.PARTIAL);
    assertThat(told(0.11, 1, 0.10, 0.1).verdict()).as("chance").isEqualTo(Verdict.NOTHING);
  }

  private static Outcome told(double copy, double copyShare, double black, double blackShare)
      throws Exception {
    Told told = new Told(TrialTarget.of(Trained.RESNET, Protection.PLAIN, 60));
    told.compared(60, Lessons.Teacher.LABELS, trained(copy, copyShare), trained(black, blackShare));
    return told.outcome("tried");
  }

  private static Training.Trained trained(double accuracy, double share) {
    return new Training.Trained(
        new Score(OptionalDouble.of(accuracy), accuracy, 0, OptionalDouble.empty()), share);
  }
}
