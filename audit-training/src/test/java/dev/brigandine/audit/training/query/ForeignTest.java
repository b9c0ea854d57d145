package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.attack.Samples;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ForeignTest {
  private static final int GIVEN = 1000;
  private static final int MARK = 100;

  @Test
  void halfOfTheQuestionsAreWhatTheOwnerGaveAndEachIsAskedOnce() {
    Samples own = samples(20, 0);
    Form form = Form.of(own).orElseThrow();
    List<Pool> pools = Foreign.pools(form, form.rows(own), samples(GIVEN, MARK));
    Pool.Dealer dealer = Pool.inTurns(pools, new Random(1));
    Set<Float> seen = new HashSet<>();
    int asked = 0;
    for (; seen.size() < GIVEN && asked < 5 * GIVEN; asked++) {
      float first = dealer.deal().orElseThrow()[0];
      if (first >= MARK) {
        assertThat(seen.add(first)).isTrue();
      }
    }
    assertThat(seen).hasSize(GIVEN);
    assertThat(asked).isBetween(2 * GIVEN - 200, 2 * GIVEN + 400);
  }

  @Test
  void withoutAnyAllAreMadeUpInTheRangeOfTheModelsOwn() {
    Samples own = samples(20, 0);
    Form form = Form.of(own).orElseThrow();
    Pool.Dealer dealer =
        Pool.inTurns(Foreign.pools(form, form.rows(own), samples(0, 0)), new Random(1));
    for (int i = 0; i < 100; i++) {
      for (float value : dealer.deal().orElseThrow()) {
        assertThat(value).isBetween(0f, 20f);
      }
    }
  }

  /** Pictures of one grey each, rising from {@code first}. */
  private static Samples samples(int count, int first) {
    return Samples.batched(
        count,
        i -> {
          ByteBuffer data = ByteBuffer.allocate(4 * 64).order(ByteOrder.LITTLE_ENDIAN);
          for (int p = 0; p < 64; p++) {
            data.putFloat(first + i);
          }
          long[] shape = {1, 1, 8, 8};
          return List.of(new SampleTensor("x", "float32", shape, data.flip(), List.of()));
        },
        null);
  }
}
