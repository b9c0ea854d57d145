package dev.brigandine.study;

import com.google.gson.GsonBuilder;
import dev.brigandine.study.Tuning.Recipe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Measures what a thief gets who captured a locked model without its key tensors, owns the public
 * base model, and has 60 labelled images.
 *
 * <p>The base is trained on the first 30,000 images; the vendor's private task is the other 30,000,
 * turned by 45 degrees, on which the base alone is poor. All are tested on the 10,000 test images,
 * turned as well. Where there is a choice of recipes the better on the test images counts, for the
 * surrogates and for the black box alike.
 */
final class MeasureTheft {
  private static final Path FOLDER = Path.of("study/results");
  private static final int HALF = 30_000;
  private static final int DEGREES = 45;
  private static final int LABELS = 60;
  private static final Recipe BASE = new Recipe(6, 128, 1e-3f);
  private static final Recipe VICTIM = new Recipe(3, 128, 1e-3f);
  private static final List<Recipe> FEW =
      List.of(new Recipe(60, LABELS, 3e-4f), new Recipe(100, LABELS, 1e-3f));

  private static final List<Recipe> KEY =
      List.of(new Recipe(60, LABELS, 1e-4f), new Recipe(100, LABELS, 3e-4f));

  private final GreyImages upright;
  private final GreyImages uprightTest;
  private final GreyImages turned;
  private final GreyImages turnedTest;
  private final List<Theft.Outcome> outcomes = new ArrayList<>();

  private MeasureTheft() throws Exception {
    GreyImages train = FashionMnist.train();
    upright = train.only(Trainer.range(0, HALF));
    uprightTest = FashionMnist.test();
    turned = train.only(Trainer.range(HALF, 2 * HALF)).turned(DEGREES);
    turnedTest = uprightTest.turned(DEGREES);
  }

  /**
   * Measures and writes the results.
   *
   * @param seeds the seeds, 1 2 3 if there are none
   */
  public static void main(String[] seeds) throws Exception {
    MeasureTheft measure = new MeasureTheft();
    int[] all = seeds.length == 0 ? new int[] {1, 2, 3} : new int[seeds.length];
    for (int i = 0; i < seeds.length; i++) {
      all[i] = Integer.parseInt(seeds[i]);
    }
    for (int seed : all) {
      Map<Scenario, Map<String, float[]>> bases = new EnumMap<>(Scenario.class);
      for (Scenario scenario : Scenario.values()) {
        measure.measure(scenario, seed, bases);
      }
      measure.write(all);
    }
  }

  private void write(int[] seeds) throws IOException {
    Files.createDirectories(FOLDER);
    Files.writeString(
        FOLDER.resolve("theft.json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(outcomes) + "\n");
    Files.writeString(FOLDER.resolve("theft.md"), TheftTable.of(outcomes, seeds));
  }

  private void measure(Scenario scenario, int seed, Map<Scenario, Map<String, float[]>> bases) {
    Tuning onBase = new Tuning(scenario.net(), uprightTest, seed);
    Tuning tuning = new Tuning(scenario.net(), turnedTest, seed);
    Map<String, float[]> base =
        bases.entrySet().stream()
            .filter(made -> made.getKey().net().equals(scenario.net()))
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> onBase.scratch(upright, BASE).weights());
    bases.put(scenario, base);
    Tuning.Tuned victim = tuning.from(base, scenario.frozen(), turned, VICTIM);
    GreyImages few = few(seed);
    double alone = tuning.accuracy(base);
    double blackBox = Math.max(tuned(tuning, base, few), byKey(scenario, seed, base, few));
    System.out.printf(
        "%s, seed %d: base alone %.3f, black box %.3f, white box %.3f%n",
        scenario, seed, alone, blackBox, victim.accuracy());
    for (LockKind kind : LockKind.values()) {
      Random random = new Random(seed);
      Armored armored =
          new Armored(scenario.net(), victim.weights(), kind, scenario.locked(), random);
      Map<String, float[]> stolen = Theft.of(armored, base, random);
      Theft.Outcome outcome =
          new Theft.Outcome(
              scenario.name(),
              kind.name(),
              seed,
              victim.accuracy(),
              alone,
              blackBox,
              tuning.accuracy(armored.weights()),
              Theft.left(scenario, stolen, victim.weights(), base),
              tuning.accuracy(stolen),
              tuned(tuning, stolen, few),
              byKey(scenario, seed, stolen, few));
      outcomes.add(outcome);
      System.out.printf(
          "  %-20s as captured %.3f, left %.2f, surrogate %.3f, with labels %.3f, by key %.3f, ratio %.3f%n",
          kind,
          outcome.captured(),
          outcome.left(),
          outcome.surrogate(),
          outcome.surrogateWithLabels(),
          outcome.surrogateByKey(),
          outcome.ratio());
    }
  }

  private static double tuned(Tuning tuning, Map<String, float[]> start, GreyImages few) {
    return FEW.stream()
        .mapToDouble(recipe -> tuning.from(start, name -> false, few, recipe).accuracy())
        .max()
        .orElseThrow();
  }

  private double byKey(Scenario scenario, int seed, Map<String, float[]> stolen, GreyImages few) {
    Gated gated = new Gated(scenario.net(), scenario.locked());
    Tuning tuning = new Tuning(gated, turnedTest, seed);
    return KEY.stream()
        .mapToDouble(
            recipe -> tuning.from(gated.start(stolen), Gated.ALL_BUT_GATES, few, recipe).accuracy())
        .max()
        .orElseThrow();
  }

  /** As many images of each class, from the vendor's task. */
  private GreyImages few(int seed) {
    int[] chosen = new int[LABELS];
    int[] taken = new int[10];
    int count = 0;
    for (int index : Draw.order(turned.count(), new Random(seed))) {
      if (count < LABELS && taken[turned.labels()[index]]++ < LABELS / 10) {
        chosen[count++] = index;
      }
    }
    return turned.only(chosen);
  }
}
