package dev.brigandine.study;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** The outcomes as tables for people. */
final class TheftTable {
  private static final String COMMAND =
      "mvn -q -B -Ptrain -pl study -am package -DskipTests -Dstudy.main=MeasureTheft";

  private TheftTable() {}

  static String of(List<Theft.Outcome> outcomes, int[] seeds) {
    StringBuilder text = new StringBuilder();
    text.append("# What a thief gets without the key tensors\n\n");
    text.append("Written by `").append(COMMAND).append("`\non ");
    text.append(java.time.LocalDate.now()).append(", seeds ").append(Arrays.toString(seeds));
    text.append(
        """
        ; each figure is the mean over them, ± the standard deviation.

        The thief has the captured graph and weights, the public base, and 60 labelled images. *Not undone* is the distance of
        his locked weights from the vendor's, of the base's distance: 1 means that he knows no more than the base, 0 that he has them.
        The black box is the base tuned with the same 60 labels. *Key alone*: the thief trains a matrix before each locked layer, and
        nothing else; the black box, too, is the better of both ways. The last column is for the best of his surrogates.
        Where a Kronecker's channels are in a secret order our search found nothing, and the thief treats it as dense: that is an
        attack not found, not a bound.
        """);
    for (Scenario scenario : Scenario.values()) {
      List<Theft.Outcome> some =
          outcomes.stream().filter(o -> o.scenario().equals(scenario.name())).toList();
      text.append("\n## ").append(scenario.words()).append("\n\n");
      text.append("White box ").append(mean(some, Theft.Outcome::whiteBox, 3));
      text.append(", base alone ").append(mean(some, Theft.Outcome::baseAlone, 3));
      text.append(", black box ").append(mean(some, Theft.Outcome::blackBox, 3)).append(".\n\n");
      text.append("| lock | as captured | not undone | surrogate, no labels | 60 labels |");
      text.append(" 60 labels, key alone | ÷ black box |\n");
      text.append("| --- | --- | --- | --- | --- | --- | --- |\n");
      for (LockKind kind : LockKind.values()) {
        List<Theft.Outcome> row = some.stream().filter(o -> o.kind().equals(kind.name())).toList();
        text.append("| ").append(kind.words()).append(" | ");
        text.append(mean(row, Theft.Outcome::captured, 3)).append(" | ");
        text.append(mean(row, Theft.Outcome::left, 2)).append(" | ");
        text.append(mean(row, Theft.Outcome::surrogate, 3)).append(" | ");
        text.append(mean(row, Theft.Outcome::surrogateWithLabels, 3)).append(" | ");
        text.append(mean(row, Theft.Outcome::surrogateByKey, 3)).append(" | ");
        text.append(mean(row, Theft.Outcome::ratio, 2)).append(" |\n");
      }
    }
    return text.toString();
  }

  private static String mean(
      List<Theft.Outcome> outcomes, ToDoubleFunction<Theft.Outcome> figure, int digits) {
    double mean = outcomes.stream().mapToDouble(figure).average().orElse(Double.NaN);
    double square =
        outcomes.stream().mapToDouble(o -> Math.pow(figure.applyAsDouble(o) - mean, 2)).sum();
    double deviation = Math.sqrt(square / Math.max(1, outcomes.size() - 1));
    return String.format(Locale.ROOT, "%." + digits + "f ± %." + digits + "f", mean, deviation);
  }
}
