package dev.brigandine.audit.training.query;

import ai.djl.training.optimizer.Optimizer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Asks what a generator draws that learns to draw where surrogate and victim differ; how their
 * difference changes with a picture is found by asking a picture beside it. Source: Truong et al.,
 * Data-Free Model Extraction, CVPR 2021.
 *
 * <p>Otherwise than there, made-up pictures are asked first, all answers are kept and learned again
 * and again, and the generator is also paid, without queries, for drawing what the student takes
 * for the classes drawn too seldom: as many queries then go farther.
 */
final class DataFree {
  private static final int BATCH = 32;

  /** How far the picture beside is, as in the paper. */
  private static final float BESIDE = 1e-3f;

  /** Surrogate's steps for each of the generator's. */
  private static final int STEPS = 8;

  /** Generator's steps by the student alone, for each with the victim. */
  private static final int ALONE = 4;

  /** Made-up pictures are asked first, or the student has nothing to tell. */
  private static final int FIRST = 500;

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
    extraction.ask(Pool.deal(madeUp(), Math.min(FIRST, thief.checkpoints().get(0))));
    int rounds = 1 + thief.budget() / (3 * BATCH);
    try (Generator generator = new Generator(thief.form().seen(), thief.seed());
        Surrogate student =
            new Surrogate(thief.form(), lessons.answer(0).length, thief.goal(), thief.seed())) {
      Optimizer forGenerator = Surrogate.adam(1e-3f, (1 + ALONE) * rounds);
      Optimizer forStudent = Surrogate.adam(1e-3f, STEPS * rounds);
      for (int checkpoint : thief.checkpoints()) {
        Duration enough = Extraction.toTrain(thief.left().get());
        while (lessons.count() < checkpoint && thief.left().get().compareTo(enough) > 0) {
          tell(lessons.count());
          for (int step = 0; step < STEPS; step++) {
            student.step(lessons, some(lessons.count()), forStudent);
          }
          for (int step = 0; step < ALONE; step++) {
            even(generator, student, forGenerator);
          }
          if (checkpoint - lessons.count() >= 3 * BATCH) {
            differ(generator, student, forGenerator);
          }
          int left = checkpoint - lessons.count();
          extraction.ask(rows(generator.draw(generator.noise(Math.min(BATCH, left)))));
        }
        readings.add(extraction.reading());
        if (thief.left().get().isNegative()) {
          break;
        }
      }
    }
    return readings;
  }

  private void tell(int count) throws InterruptedException {
    double share = (double) count / thief.budget();
    thief.teller().tell(share, "draws questions, " + count + " until now");
  }

  /** Pictures of nothing, whatever the thief has else. */
  private Pool.Dealer madeUp() {
    return Pool.inTurns(Foreign.pictures(thief.form(), range), random);
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
    List<float[]> pays = evenly(student, here);
    for (int i = 0; i < pictures.size(); i++) {
      float rise = (float) ((differsBeside[i] - differs[i]) / BESIDE);
      for (int j = 0; j < pays.get(i).length; j++) {
        pays.get(i)[j] += ways.get(i)[j] * rise;
      }
    }
    generator.learn(noise, pays, optimizer);
  }

  /** A step of the generator by the student alone, without a query. */
  private void even(Generator generator, Surrogate student, Optimizer optimizer) {
    float[] noise = generator.noise(BATCH);
    generator.learn(noise, evenly(student, rows(generator.draw(noise))), optimizer);
  }

  /** How the log-probability of a class that is drawn too seldom rises, by values of 0 to 1. */
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
    List<float[]> pays = new ArrayList<>();
    for (float[] slopes : student.slopes(rows, wanted)) {
      float[] pay = thief.form().seen(slopes).clone();
      for (int j = 0; j < pay.length; j++) {
        pay[j] *= range.span();
      }
      pays.add(pay);
    }
    return pays;
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
