package dev.brigandine.armor.locks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.Armor;
import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.ArmorOptions;
import dev.brigandine.armor.ArmorReport;
import dev.brigandine.armor.ArmoredModel;
import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.engine.Closeness;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.armor.random.TestKeys;
import dev.brigandine.armor.rules.Sketch;
import dev.brigandine.armor.rules.Trial;
import dev.brigandine.onnx.OnnxModel;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Each kind of lock on a small graph: it stands, it opens with its key, and with no other. */
class LocksTest {
  private static List<String> kinds(ArmoredModel armored) {
    return armored.report().locks().stream()
        .map(lock -> lock.kind() + " " + lock.size())
        .sorted()
        .toList();
  }

  private static void opensWithItsKeyOnly(Sketch sketch, String... kinds) throws Exception {
    for (int seed = 1; seed < 4; seed++) {
      ArmoredModel armored = Trial.rewrite(sketch, ArmorLevel.FULL, seed);
      assertThat(kinds(armored)).containsExactly(kinds);
      assertThat(armored.keys()).isNotEmpty();
      Trial.unharmed(sketch, armored, seed, 1e-5);
      Map<String, Tensor> right = Trial.answers(armored, sketch.draw(5), new TestKeys(seed));
      Map<String, Tensor> wrong = Trial.answers(armored, sketch.draw(5), new TestKeys(seed + 50));
      right.forEach(
          (name, tensor) -> {
            if (sketch.model().graph().outputs().containsKey(name)) {
              assertThat(Closeness.of(tensor, wrong.get(name)).relative()).isGreaterThan(0.05);
            }
          });
    }
  }

  /** Channels that a normalization makes, so that nothing before it could be mixed for nothing. */
  private static String normalized(Sketch s, int size, long... shape) {
    String x = s.input("x", shape);
    String h = s.times(x, "w1", shape[shape.length - 1], size);
    return s.op("LayerNormalization", h, s.weight("g", size), s.weight("b", size));
  }

  @Test
  void aSmallNumberOfChannelsIsMixedByOneMatrix() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 14, 5, 6), "w2", 14, 7));
    opensWithItsKeyOnly(s, "mix 14", "mix 14", "permute 7");
  }

  @Test
  void moreAreMixedByTwoSmallOnes() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 48, 2, 5, 6), "w2", 48, 7));
    opensWithItsKeyOnly(s, "mix 48", "mix 48", "permute 7");
  }

  @Test
  void mapsAreMixedInGroups() throws Exception {
    Sketch s = new Sketch(1);
    String h = s.op("Conv", s.input("x", 1, 3, 6, 6), s.weight("w1", 16, 3, 3, 3));
    String y = s.op("Conv", s.op("Sigmoid", h), s.weight("w2", 4, 16, 1, 1));
    s.output(y);
    opensWithItsKeyOnly(s, "mix 16", "permute 4");
  }

  @Test
  void rowsOfATableAreReordered() throws Exception {
    Sketch s = new Sketch(1);
    String rows = s.op("Gather", s.weight("e", 80, 6), s.indices("i", 80, 2, 5));
    s.output(s.times(s.op("Tanh", rows), "w2", 6, 7));
    opensWithItsKeyOnly(s, "permute 7", "permute rows 80");
  }

  @Test
  void anOutputIsReordered() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(s.op("Tanh", s.times(s.input("x", 5, 6), "w1", 6, 6)), "w2", 6, 9));
    opensWithItsKeyOnly(s, "permute 9");
  }

  @Test
  void anOutputThatIsReadWithinIsReorderedOutsideOnly() throws Exception {
    Sketch s = new Sketch(1);
    String h = s.op("Relu", s.times(s.input("x", 5, 6), "w1", 6, 12));
    s.output(h);
    s.output(s.times(h, "w2", 12, 7));
    ArmoredModel armored = Trial.rewrite(s, ArmorLevel.FULL, 1);
    assertThat(kinds(armored)).contains("permute 12", "permute 7");
    Trial.unharmed(s, 1e-5);
  }

  @Test
  void noneIsPlacedBeyondTheBudget() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 48, 2, 5, 6), "w2", 48, 7));
    ArmorOptions free = new ArmorOptions(ArmorLevel.FULL, 0, new byte[32], List.of(s.draw(1)));
    ArmoredModel armored = Armor.rewrite(OnnxModel.of(s.model()), free, new TestKeys(1));
    assertThat(armored.keys()).isEmpty();
    assertThat(armored.report().locks()).isEmpty();
    assertThat(armored.report().estimatedCost()).isZero();
    ArmorReport some =
        Armor.plan(
            OnnxModel.of(s.model()),
            new ArmorOptions(ArmorLevel.FULL, 0.8, new byte[32], List.of(s.draw(1))));
    assertThat(some.locks()).isNotEmpty();
    assertThat(some.estimatedCost()).isPositive().isLessThanOrEqualTo(0.8);
  }

  @Test
  void withoutLocksThereAreNoKeys() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 48, 2, 5, 6), "w2", 48, 7));
    ArmoredModel armored = Trial.rewrite(s, ArmorLevel.REWRITE, 1);
    assertThat(armored.keys()).isEmpty();
    assertThat(armored.report().mixLocked()).isZero();
  }

  @Test
  void keysAreInputsOfTheirShape() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 48, 2, 5, 6), "w2", 48, 7));
    ArmoredModel armored = Trial.rewrite(s, ArmorLevel.FULL, 1);
    Set<String> inputs = armored.model().toGraph().graph().inputs().keySet();
    for (KeyTensor key : armored.keys()) {
      assertThat(inputs).contains(key.input());
      long count = key.shape().stream().reduce(1L, (a, b) -> a * b);
      long wanted =
          key.kind() == KeyTensor.Kind.MIX ? key.count() * key.size() * key.size() : key.size();
      assertThat(count).isEqualTo(wanted);
    }
    assertThat(inputs).hasSize(1 + armored.keys().size());
    assertThat(armored.report().mixLocked()).isGreaterThan(0.5);
  }

  /** 4 × 1031: no bundle has keys of matrices beyond 1024 rows. */
  @Test
  void noKeyIsLargerThanARuntimeDerives() throws Exception {
    Sketch s = new Sketch(1);
    s.output(s.times(normalized(s, 4124, 5, 512), "w2", 4124, 9));
    ArmorOptions any = new ArmorOptions(ArmorLevel.FULL, 10, new byte[32], List.of(s.draw(1)));
    ArmoredModel armored = Armor.rewrite(OnnxModel.of(s.model()), any, new TestKeys(1));
    assertThat(kinds(armored)).contains("permute 9").doesNotContain("mix 4124");
    for (KeyTensor key : armored.keys()) {
      boolean mixes = key.kind() == KeyTensor.Kind.MIX;
      assertThat(key.size()).isLessThanOrEqualTo(mixes ? 1 << 10 : 1 << 24);
      assertThat(key.count() * (mixes ? key.size() * key.size() : 1)).isLessThanOrEqualTo(1 << 22);
    }
    Trial.unharmed(s, armored, 1, 1e-5);
  }

  @Test
  void divisorsAreChosen() {
    assertThat(Factors.outer(384)).isEqualTo(16);
    assertThat(Factors.outer(64)).isEqualTo(8);
    assertThat(Factors.outer(13)).isEqualTo(1);
    assertThat(Factors.outer(4)).isEqualTo(2);
    assertThat(Factors.block(48, 16)).isEqualTo(16);
    assertThat(Factors.block(17, 16)).isEqualTo(1);
    assertThat(Factors.block(6, 16)).isEqualTo(6);
    assertThat(Factors.block(34, 17)).isEqualTo(17);
  }
}
