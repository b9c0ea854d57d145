package dev.brigandine.study;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The rewriting keeps the function, and the thief puts all back that no lock keeps from him. */
class TheftTest {
  private static final Encoder NET = new Encoder(2, 32, 64);
  private static final Locked NORMS = new Locked(false, false);
  private static final Locked ALL = new Locked(true, true);

  private final Random random = new Random(12);
  private final SimpleMatrix images = Draw.normal(5, GreyImages.PIXELS, random);
  private final Map<String, float[]> base = base();
  private final Map<String, float[]> victim = tuned(base, 0.05);

  @Test
  void rewritingWithoutLocksKeepsTheAnswers() {
    Armored armored = new Armored(NET, victim, LockKind.NONE, ALL, random);
    assertThat(armored.weights().get("block0.up.weight"))
        .isNotEqualTo(victim.get("block0.up.weight"));
    assertThat(apart(armored.weights(), victim)).isLessThan(1e-3);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void lockedModelsAnswerOtherwise(LockKind kind) {
    Armored armored = new Armored(NET, victim, kind, NORMS, random);
    assertThat(apart(armored.weights(), victim)).isGreaterThan(0.3);
  }

  @Test
  void thiefPutsOrdersAndScalesBack() {
    for (Locked locked : new Locked[] {NORMS, ALL}) {
      for (LockKind kind : new LockKind[] {LockKind.NONE, LockKind.PERMUTE}) {
        Armored armored = new Armored(NET, victim, kind, locked, random);
        Map<String, float[]> stolen = Theft.of(armored, base, random);
        assertThat(apart(stolen, victim)).isLessThan(1e-3);
        assertThat(stolen.get("embed.weight")).isEqualTo(victim.get("embed.weight"));
      }
    }
  }

  /** Where nothing was tuned, the base tells all, and no lock of few numbers stands. */
  @ParameterizedTest
  @EnumSource(names = {"SCALE", "KRONECKER", "ROTATION", "DENSE", "PAD"})
  void untunedModelIsRecovered(LockKind kind) {
    for (Locked locked : new Locked[] {NORMS, new Locked(true, false)}) {
      Armored armored = new Armored(NET, base, kind, locked, random);
      assertThat(apart(Theft.of(armored, base, random), base)).isLessThan(1e-2);
    }
  }

  /** The distance of answers, of their length. */
  private double apart(Map<String, float[]> one, Map<String, float[]> other) {
    SimpleMatrix right = EncoderAnswers.of(NET, other, images);
    return EncoderAnswers.of(NET, one, images).minus(right).normF() / right.normF();
  }

  private Map<String, float[]> base() {
    Map<String, float[]> base = new HashMap<>();
    layer(base, "embed", GreyImages.PIXELS, NET.width());
    for (int i = 0; i < NET.blocks(); i++) {
      norm(base, "block" + i + ".norm");
      layer(base, "block" + i + ".up", NET.width(), NET.hidden());
      layer(base, "block" + i + ".down", NET.hidden(), NET.width());
    }
    norm(base, "norm");
    layer(base, "head", NET.width(), 10);
    return base;
  }

  private void layer(Map<String, float[]> values, String name, int in, int out) {
    SimpleMatrix weight = Draw.normal(out, in, random);
    Matrices.put(values, name + ".weight", weight.divide(Math.sqrt(in)));
    Matrices.put(values, name + ".bias", Draw.normal(out, 1, random).scale(0.1));
  }

  private void norm(Map<String, float[]> values, String name) {
    SimpleMatrix ones = SimpleMatrix.ones(NET.width(), 1);
    Matrices.put(
        values, name + ".scale", ones.plus(Draw.normal(NET.width(), 1, random).scale(0.1)));
    Matrices.put(values, name + ".bias", Draw.normal(NET.width(), 1, random).scale(0.1));
  }

  private Map<String, float[]> tuned(Map<String, float[]> values, double by) {
    Map<String, float[]> tuned = new HashMap<>();
    values.forEach(
        (name, floats) -> {
          float[] others = floats.clone();
          for (int i = 0; i < others.length; i++) {
            others[i] *= (float) (1 + by * random.nextGaussian());
          }
          tuned.put(name, others);
        });
    return tuned;
  }
}
