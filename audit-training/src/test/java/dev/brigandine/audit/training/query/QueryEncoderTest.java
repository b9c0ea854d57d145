package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** An encoder whose embedding is the mean of its words' vectors, [sentences, words, 16]. */
@Tag("train")
class QueryEncoderTest {
  private static final int LENGTH = 6;
  private static final int WORDS = 40;
  private static final int WIDTH = 16;

  private final Random random = new Random(9);
  private final float[][] vectors = new float[WORDS][WIDTH];
  private final Samples own;
  private final Samples test;

  QueryEncoderTest() {
    for (float[] vector : vectors) {
      for (int j = 0; j < WIDTH; j++) {
        vector[j] = (float) random.nextGaussian();
      }
    }
    own = sentences(100);
    test = sentences(60);
  }

  @Test
  void comesCloserWithQueries() throws Exception {
    List<Reading> readings = new QueryEncoder().extract(thief(this::answer));
    assertThat(readings).extracting(Reading::queries).containsExactly(60, 600);
    assertThat(readings.get(1).score().closeness())
        .isGreaterThan(readings.get(0).score().closeness())
        .isGreaterThan(0.85);
  }

  @Test
  void noiseTeachesNothing() throws Exception {
    Answering noise =
        inputs -> {
          Map<String, Tensor> answers = answer(inputs);
          ByteBuffer data = ByteBuffer.allocate((int) answers.get("y").count() * 4);
          while (data.hasRemaining()) {
            data.order(ByteOrder.LITTLE_ENDIAN).putFloat((float) random.nextGaussian());
          }
          return Map.of("y", Tensor.of(1, answers.get("y").shape(), data.flip()));
        };
    assertThat(new QueryEncoder().extract(thief(noise)).get(1).score().closeness()).isLessThan(0.4);
  }

  private Thief thief(Answering victim) {
    Form form = Form.of(own).orElseThrow();
    return new Thief(
        victim,
        new Cosine(),
        form,
        own,
        Foreign.pools(form, form.rows(own)),
        List.of(60, 600),
        1,
        () -> Duration.ofMinutes(5),
        (share, what) -> {});
  }

  private Map<String, Tensor> answer(List<SampleTensor> inputs) {
    long[] shape = inputs.get(0).shape();
    ByteBuffer ids = inputs.get(0).data();
    ByteBuffer data =
        ByteBuffer.allocate((int) (shape[0] * shape[1]) * WIDTH * 4).order(ByteOrder.LITTLE_ENDIAN);
    while (ids.hasRemaining()) {
      for (float value : vectors[(int) ids.getLong()]) {
        data.putFloat(value);
      }
    }
    return Map.of("y", Tensor.of(1, new long[] {shape[0], shape[1], WIDTH}, data.flip()));
  }

  private Samples sentences(int count) {
    long[][] ids = new long[count][LENGTH];
    for (long[] sentence : ids) {
      for (int i = 0; i < LENGTH; i++) {
        sentence[i] = random.nextInt(WORDS);
      }
    }
    return Samples.batched(count, i -> List.of(tensor(ids[i])), null);
  }

  private static SampleTensor tensor(long[] ids) {
    ByteBuffer data = ByteBuffer.allocate(8 * LENGTH).order(ByteOrder.LITTLE_ENDIAN);
    for (long id : ids) {
      data.putLong(id);
    }
    return new SampleTensor("ids", "int64", new long[] {1, LENGTH}, data.flip(), List.of());
  }

  private final class Cosine implements Yardstick {
    @Override
    public Task task() {
      return Task.VALUES;
    }

    @Override
    public String output() {
      return "y";
    }

    @Override
    public int width() {
      return WIDTH;
    }

    @Override
    public Score original() {
      return new Score(OptionalDouble.empty(), 1, 1, OptionalDouble.empty());
    }

    @Override
    public Score chance() {
      return new Score(OptionalDouble.empty(), 0, 0, OptionalDouble.empty());
    }

    @Override
    public Score score(Answering answers) throws Exception {
      double closeness = 0;
      for (int i = 0; i < test.count(); i++) {
        ByteBuffer wanted = answer(test.item(i)).get("y").data();
        Tensor got = answers.answer(test.item(i)).get("y");
        assertThat(got.shape()).containsExactly(1, WIDTH);
        double dot = 0;
        double one = 0;
        double other = 0;
        for (int j = 0; j < WIDTH; j++) {
          double mean = 0;
          for (int place = 0; place < LENGTH; place++) {
            mean += wanted.getFloat(4 * (place * WIDTH + j));
          }
          double value = got.data().getFloat(4 * j);
          dot += mean * value;
          one += mean * mean;
          other += value * value;
        }
        closeness += dot / Math.sqrt(one * other) / test.count();
      }
      return new Score(
          OptionalDouble.empty(), Math.max(0, closeness), closeness, OptionalDouble.empty());
    }
  }
}
