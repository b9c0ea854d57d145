package dev.brigandine.audit.training.query;

import ai.djl.training.optimizer.Optimizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Asks what a generator draws that learns to draw where surrogate and victim differ; how their
 * difference changes with a picture is found by asking a picture beside it. Source: Truong et al.,
 * Data-Free Model Extraction, CVPR 2021.
 *
 * <p>Otherwise than there, all answers are kept and learned again and again, and the generator is
 * also paid for drawing all classes evenly: a tenth of the queries then goes as far.
 */
final class DataFree {
  private static final int BATCH = 32;

  /** How far the picture beside is, as in the paper. */
  private static final float BESIDE = 1e-3f;

  /** Surrogate's steps for each of the generator's. */
  private static final int STEPS = 8;

  private static final float EVEN = 1;

  private final Thief thief;
  private final Extraction extraction;
  private final Random random;
  private final Range range;

  DataFree(Thief thief) {
    this.thief = thief;
    extraction = Extraction.withScores(thief);
    random = new Random(thief.seed());
    range = Foreign.range(thief.form(), thief.own());
  }

  List<Reading> run() throws Exception {
    List<Reading> readings = new ArrayList<>();
    Lessons lessons = extraction.lessons();
    try (Generator generator = new Generator(thief.form().seen(), thief.seed())) {
      Optimizer forGenerator = Surrogate.adam(1e-3f, 1 + thief.budget() / (3 * BATCH));
      Optimizer forStudent = Surrogate.adam(1e-3f, 1 + STEPS * thief.budget() / (3 * BATCH));
      Surrogate student = null;
      try {
        for (int checkpoint : thief.checkpoints()) {
          while (lessons.count() < checkpoint && !thief.left().get().isNegative()) {
            thief
                .teller()
                .tell(
                    (double) lessons.count() / thief.budget(),
                    "draws questions, " + lessons.count() + " until now");
            int budget = checkpoint - lessons.count();
            if (student == null || budget < 3 * BATCH) {
              extraction.ask(drawn(generator, Math.min(BATCH, budget)));
            } else {
              differ(generator, student, forGenerator);
              extraction.ask(drawn(generator, BATCH));
            }
            if (student == null) {
              student =
                  new Surrogate(thief.form(), lessons.answer(0).length, thief.goal(), thief.seed());
            }
            for (int step = 0; step < STEPS; step++) {
              student.step(lessons, some(lessons.count()), forStudent);
            }
          }
          readings.add(extraction.reading());
          if (thief.left().get().isNegative()) {
            break;
          }
        }
      } finally {
        if (student != null) {
          student.close();
        }
      }
    }
    return readings;
  }

  private List<float[]> drawn(Generator generator, int count) {
    return rows(generator.draw(generator.noise(count)));
  }

  private List<float[]> rows(List<float[]> pictures) {
    return pictures.stream().map(picture -> thief.form().row(range.stretch(picture))).toList();
  }

  /** Half of the last answers, half of all. */
  private int[] some(int count) {
    int[] some = new int[Math.min(2 * BATCH, count)];
    for (int i = 0; i < some.length; i++) {
      some[i] =
          i % 2 == 0 ? Math.max(0, count - 1 - random.nextInt(3 * BATCH)) : random.nextInt(count);
    }
    return some;
  }

  private void differ(Generator generator, Surrogate student, Optimizer optimizer)
      throws Exception {
    float[] noise = generator.noise(BATCH);
    List<float[]> pictures = generator.draw(noise);
    List<float[]> ways = new ArrayList<>();
    List<float[]> moved = new ArrayList<>();
    for (float[] picture : pictures) {
      float[] way = way(picture.length);
      float[] other = picture.clone();
      for (int i = 0; i < other.length; i++) {
        other[i] += BESIDE * way[i];
      }
      ways.add(way);
      moved.add(other);
    }
    List<float[]> here = rows(pictures);
    List<float[]> beside = rows(moved);
    double[] differs = differences(student.answer(here), extraction.ask(here));
    double[] differsBeside = differences(student.answer(beside), extraction.ask(beside));
    List<float[]> evenly = evenly(student, here);
    List<float[]> pays = new ArrayList<>();
    for (int i = 0; i < pictures.size(); i++) {
      float rise = (float) ((differsBeside[i] - differs[i]) / BESIDE);
      float[] pay = ways.get(i).clone();
      float[] also = thief.form().seen(evenly.get(i));
      for (int j = 0; j < pay.length; j++) {
        pay[j] = pay[j] * rise + EVEN * range.span() * also[j];
      }
      pays.add(pay);
    }
    generator.learn(noise, pays, optimizer);
  }

  /** How the log-probability of a class that is drawn too seldom rises, for each picture. */
  private List<float[]> evenly(Surrogate student, List<float[]> rows) {
    List<float[]> answers = student.answer(rows).stream().map(Answers::probabilities).toList();
    int classes = answers.get(0).length;
    double[] share = new double[classes];
    for (float[] answer : answers) {
      for (int j = 0; j < classes; j++) {
        share[j] += answer[j] / answers.size();
      }
    }
    int[] wanted = new int[answers.size()];
    for (int i = 0; i < wanted.length; i++) {
      float[] answer = answers.get(i);
      double best = Double.NEGATIVE_INFINITY;
      for (int j = 0; j < classes; j++) {
        double worth = answer[j] / Math.max(1e-3, share[j]);
        if (worth > best) {
          best = worth;
          wanted[i] = j;
        }
      }
    }
    return student.slopes(rows, wanted);
  }

  /** A random way of length one. */
  private float[] way(int length) {
    float[] way = new float[length];
    double square = 0;
    for (int i = 0; i < length; i++) {
      way[i] = (float) random.nextGaussian();
      square += way[i] * way[i];
    }
    for (int i = 0; i < length; i++) {
      way[i] /= (float) Math.sqrt(square);
    }
    return way;
  }

  private static double[] differences(List<float[]> answers, List<float[]> others) {
    double[] differences = new double[answers.size()];
    for (int i = 0; i < differences.length; i++) {
      float[] one = Answers.logits(answers.get(i));
      float[] other = Answers.logits(others.get(i));
      for (int j = 0; j < one.length; j++) {
        differences[i] += Math.abs(one[j] - other[j]);
      }
    }
    return differences;
  }
}
