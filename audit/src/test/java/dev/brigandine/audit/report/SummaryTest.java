package dev.brigandine.audit.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.Cell;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
  private static final AttackCard FILES =
      SampleReports.card("file-scan", "scan of the files", Family.DEVICE, true);
  private static final AttackCard HOOK =
      SampleReports.card("hooked-session", "hooked session", Family.DEVICE, true);
  private static final AttackCard HEAP =
      SampleReports.card("heap-dump", "heap dump", Family.DEVICE, true);
  private static final AttackCard TOGETHER =
      SampleReports.card("collusion", "collusion", Family.COPY, true);
  private static final AttackCard ASK =
      SampleReports.card("query-dfme", "data-free", Family.QUERIES, false);

  private static Summary of(Cell... cells) {
    return new Summary(
        SampleReports.report(
            SampleReports.subject("m.onnx"),
            List.of(Protection.PLAIN, Protection.ARMORED),
            List.of(FILES, HOOK, HEAP, TOGETHER, ASK),
            List.of(cells),
            List.of(),
            false));
  }

  private static Cell cell(AttackCard card, Protection form, Verdict verdict) {
    return SampleReports.cell(card.id(), form, Outcome.of(verdict, "so"));
  }

  @Test
  void theWorstOfAThiefsAttacksCounts() {
    Summary summary =
        of(
            cell(HOOK, Protection.ARMORED, Verdict.REFUSED),
            cell(HEAP, Protection.ARMORED, Verdict.PARTIAL),
            cell(HOOK, Protection.PLAIN, Verdict.FULL));
    Summary.Gain gain = summary.gain(Thief.PROCESS, Protection.ARMORED);
    assertThat(gain.verdict()).contains(Verdict.PARTIAL);
    assertThat(gain.telling().get().card()).isEqualTo(HEAP);
    assertThat(gain.coverage()).isEmpty();
  }

  @Test
  void whatWasNotTriedIsNotNothing() {
    Summary summary = of(cell(HOOK, Protection.ARMORED, Verdict.NOTHING));
    assertThat(summary.gain(Thief.FILES, Protection.ARMORED).verdict()).isEmpty();
    assertThat(summary.gain(Thief.PROCESS, Protection.ARMORED).coverage())
        .isEqualTo("1 of 2 attacks tried");
    assertThat(summary.lead())
        .isEqualTo(
            "Armored: nothing for whoever has rights over the process. Not tried: whoever has the"
                + " files, several customers together and whoever only asks questions.");
  }

  @Test
  void nothingOutweighsRefusedAsBothAreNoTheft() {
    Summary summary =
        of(
            cell(HOOK, Protection.ARMORED, Verdict.REFUSED),
            cell(HEAP, Protection.ARMORED, Verdict.NOTHING));
    assertThat(summary.gain(Thief.PROCESS, Protection.ARMORED).verdict()).contains(Verdict.NOTHING);
  }

  @Test
  void anAttackThatIsTheSameForAllFormsCountsForEach() {
    Summary summary = of(cell(ASK, null, Verdict.PARTIAL));
    for (Protection form : List.of(Protection.PLAIN, Protection.ARMORED)) {
      assertThat(summary.gain(Thief.QUESTIONS, form).verdict()).contains(Verdict.PARTIAL);
    }
  }

  @Test
  void theLeadIsOfTheStrongestFormThatWasAttacked() {
    assertThat(of(cell(FILES, Protection.PLAIN, Verdict.FULL)).lead())
        .startsWith("Plain: full theft by whoever has the files.");
  }

  @Test
  void customersTogetherAreThievesOfTheirOwn() {
    assertThat(of(cell(TOGETHER, Protection.ARMORED, Verdict.FULL)).lead())
        .startsWith("Armored: full theft by several customers together.");
  }

  @Test
  void theWorthIsTheGreatestOfTheForm() {
    Summary summary =
        of(
            SampleReports.cell(
                "hooked-session",
                Protection.ARMORED,
                Outcome.of(
                    Verdict.NOTHING,
                    "so",
                    Figure.ratio("surrogate-by-black-box", "so", 1.01),
                    Figure.ratio("other", "so", 7))),
            SampleReports.cell(
                "heap-dump",
                Protection.ARMORED,
                Outcome.of(
                    Verdict.PARTIAL, "so", Figure.ratio("surrogate-by-black-box-600", "so", 1.2))));
    assertThat(summary.worth(Protection.ARMORED).get().figure().value()).isEqualTo(1.2);
    assertThat(summary.worth(Protection.PLAIN)).isEmpty();
  }

  @Test
  void whoOnlyAsksQuestionsStoleNothingToBeWorthSomething() {
    Summary summary =
        of(
            SampleReports.cell(
                "query-dfme",
                null,
                Outcome.of(
                    Verdict.PARTIAL, "so", Figure.ratio("ratio", "surrogate ÷ black box", 1.4))));
    assertThat(summary.worth(Protection.ARMORED)).isEmpty();
  }
}
