package dev.brigandine.audit.target;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.SampleTensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.stream.IntStream;

/** A yardstick over the original's answers to the test samples, taken once. */
final class Measured implements Yardstick {
  private static final int AT_ONCE = 100;
  private static final int SHUFFLES = 20;

  private final Samples test;
  private final String output;
  private final Task task;
  private final double[][] wanted;

  /** Of each sample the nearest other one, by the original's answers; null for classes. */
  private final int[] nearest;

  private final Score original;
  private final Score chance;

  private Measured(Samples test, String output, Task asked, double[][] wanted, boolean rows) {
    this.test = test;
    this.output = output;
    this.wanted = wanted;
    this.task = asked != null ? asked : guess(test, wanted[0].length, rows);
    this.nearest = task == Task.CLASSES ? null : nearest(wanted);
    this.original = score(wanted);
    this.chance = byChance();
  }

  /**
   * Takes the original's answers.
   *
   * @param task null to tell by the labels: classes, if each label has its place in the answer
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the answers hold no numbers
   */
  static Measured of(Answering original, Samples test, Task task) throws Exception {
    if (test.count() < 2) {
      throw new BrigandineException(
          ErrorCode.USAGE, "an audit scores copies on two samples or more, not " + test.count());
    }
    Map<String, Tensor> first = original.answer(test.item(0));
    String output = output(first);
    boolean rows = first.get(output).shape().length == 2;
    double[][] wanted = answers(original, test, output);
    for (double[] row : wanted) {
      if (row == null || !Rows.areNumbers(row) || row.length != wanted[0].length) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "the original's answers cannot be scored: "
                + (row == null ? "no numbers" : "not finite, or of changing length"),
            "give inputs that it answers with --data");
      }
    }
    return new Measured(test, output, task, wanted, rows);
  }

  private static String output(Map<String, Tensor> answers) {
    for (Map.Entry<String, Tensor> answer : answers.entrySet()) {
      if (answer.getValue().elementType() == 1 || answer.getValue().elementType() == 11) {
        return answer.getKey();
      }
    }
    throw new BrigandineException(
        ErrorCode.USAGE,
        "no output of the model holds floating-point numbers, so copies of it cannot be scored");
  }

  /**
   * Classes, if each label has its place in the answer, and the answer is a row of scores that is
   * not far longer than there are labels, as a vector would be.
   */
  private static Task guess(Samples test, int width, boolean rows) {
    int[] labels = test.labels().orElse(new int[0]);
    int classes = Arrays.stream(labels).max().orElse(-1) + 1;
    boolean fit = rows && classes > 0 && width >= Math.max(2, classes) && width <= 20 * classes;
    return fit ? Task.CLASSES : Task.VALUES;
  }

  @Override
  public Task task() {
    return task;
  }

  @Override
  public String output() {
    return output;
  }

  @Override
  public int width() {
    return wanted[0].length;
  }

  @Override
  public Score original() {
    return original;
  }

  @Override
  public Score chance() {
    return chance;
  }

  @Override
  public Score score(Answering answers) throws Exception {
    return score(answers(answers, test, output));
  }

  private static double[][] answers(Answering model, Samples samples, String output)
      throws Exception {
    double[][] rows = new double[samples.count()][];
    int step = samples.batched() ? AT_ONCE : 1;
    for (int from = 0; from < rows.length; from += step) {
      int[] indices = IntStream.range(from, Math.min(rows.length, from + step)).toArray();
      List<SampleTensor> inputs = samples.batch(indices);
      Tensor answer = model.answer(inputs).get(output);
      double[][] part = answer == null ? null : Rows.of(answer, indices.length, inputs);
      for (int i = 0; i < indices.length; i++) {
        rows[from + i] = part == null ? null : part[i];
      }
    }
    return rows;
  }

  private Score score(double[][] got) {
    int n = wanted.length;
    double[][] rows = new double[n][];
    for (int i = 0; i < n; i++) {
      boolean fits = got[i] != null && got[i].length == width() && Rows.areNumbers(got[i]);
      rows[i] = fits ? got[i] : null;
    }
    double closeness = 0;
    for (int i = 0; i < n; i++) {
      closeness += rows[i] == null ? 0 : Rows.cosine(rows[i], wanted[i]) / n;
    }
    return task == Task.CLASSES ? classes(rows, closeness) : values(rows, closeness);
  }

  private Score classes(double[][] rows, double closeness) {
    int n = rows.length;
    int[] labels = test.labels().orElse(null);
    int right = 0;
    int same = 0;
    double divergence = 0;
    for (int i = 0; i < n; i++) {
      int top = rows[i] == null ? -1 : Rows.top(rows[i]);
      same += top == Rows.top(wanted[i]) ? 1 : 0;
      right += labels != null && top == labels[i] ? 1 : 0;
      divergence += divergence(wanted[i], rows[i]) / n;
    }
    return new Score(
        labels == null ? OptionalDouble.empty() : OptionalDouble.of((double) right / n),
        (double) same / n,
        closeness,
        OptionalDouble.of(divergence));
  }

  /** Of the second from the first; what is no number counts as even odds. */
  private static double divergence(double[] wanted, double[] got) {
    double[] p = Rows.probabilities(wanted);
    double[] q = got == null ? new double[0] : Rows.probabilities(got);
    double sum = 0;
    for (int i = 0; i < p.length; i++) {
      double other = got == null ? 1.0 / p.length : Math.max(q[i], 1e-12);
      sum += p[i] <= 0 ? 0 : p[i] * Math.log(p[i] / other);
    }
    return Math.max(0, sum);
  }

  private Score values(double[][] rows, double closeness) {
    int n = rows.length;
    int[] labels = test.labels().orElse(null);
    int[] near = nearest(rows);
    int same = 0;
    int right = 0;
    for (int i = 0; i < n; i++) {
      same += near[i] >= 0 && near[i] == nearest[i] ? 1 : 0;
      right += labels != null && near[i] >= 0 && labels[near[i]] == labels[i] ? 1 : 0;
    }
    return new Score(
        labels == null ? OptionalDouble.empty() : OptionalDouble.of((double) right / n),
        (double) same / n,
        closeness,
        OptionalDouble.empty());
  }

  private static int[] nearest(double[][] rows) {
    int[] nearest = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      nearest[i] = -1;
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < rows.length && rows[i] != null; j++) {
        double cosine = i == j || rows[j] == null ? -2 : Rows.cosine(rows[i], rows[j]);
        if (cosine > best) {
          best = cosine;
          nearest[i] = j;
        }
      }
    }
    return nearest;
  }

  /** The original's answers, dealt out to other samples: right as often as luck is. */
  private Score byChance() {
    Random random = new Random(1);
    double accuracy = 0;
    double agreement = 0;
    double closeness = 0;
    double divergence = 0;
    for (int i = 0; i < SHUFFLES; i++) {
      List<double[]> dealt = new ArrayList<>(List.of(wanted));
      Collections.shuffle(dealt, random);
      Score score = score(dealt.toArray(double[][]::new));
      accuracy += score.accuracy().orElse(0) / SHUFFLES;
      agreement += score.agreement() / SHUFFLES;
      closeness += score.closeness() / SHUFFLES;
      divergence += score.divergence().orElse(0) / SHUFFLES;
    }
    return new Score(
        original.accuracy().isPresent() ? OptionalDouble.of(accuracy) : OptionalDouble.empty(),
        agreement,
        closeness,
        original.divergence().isPresent() ? OptionalDouble.of(divergence) : OptionalDouble.empty());
  }
}
