package dev.brigandine.audit.training.query;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.onnx.SampleTensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Random;

/**
 * A victim that is quickly stolen: pictures of 8 by 8, classes by which of four random templates
 * fits best. The data are random soft blobs.
 */
final class Toy {
  static final int SIDE = 8;
  static final int CLASSES = 4;
  private static final int PIXELS = SIDE * SIDE;
  private static final int TESTED = 500;

  private final float[][] templates = new float[CLASSES][];
  private final List<float[]> test = new ArrayList<>();
  private int asked;

  Toy() {
    Random random = new Random(7);
    for (int i = 0; i < CLASSES; i++) {
      templates[i] = new float[PIXELS];
      double down = random.nextGaussian();
      double right = random.nextGaussian();
      double phase = 2 * Math.PI * i / CLASSES;
      for (int p = 0; p < PIXELS; p++) {
        double turn = down * (p / SIDE) + right * (p % SIDE) + phase;
        templates[i][p] = (float) (0.7 * Math.sin(turn) + 0.3 * random.nextGaussian());
      }
    }
    for (int i = 0; i < TESTED; i++) {
      test.add(blobs(random));
    }
  }

  /** How many questions were put to the victim. */
  int asked() {
    return asked;
  }

  /** Inputs of its kind, with labels. */
  Samples own(int count) {
    Random random = new Random(11);
    List<float[]> rows = new ArrayList<>();
    int[] labels = new int[count];
    for (int i = 0; i < count; i++) {
      rows.add(blobs(random));
      labels[i] = Answers.top(logits(rows.get(i)));
    }
    return Samples.batched(count, i -> List.of(tensor(List.of(rows.get(i)))), labels);
  }

  /** Answers logits. */
  Answering victim() {
    return inputs -> {
      List<float[]> rows = split(inputs.get(0));
      asked += rows.size();
      return answer(rows.stream().map(this::logits).toList());
    };
  }

  /** Answers noise. */
  Answering noise() {
    Random random = new Random(3);
    return inputs -> {
      List<float[]> answers = new ArrayList<>();
      for (int i = 0; i < split(inputs.get(0)).size(); i++) {
        float[] answer = new float[CLASSES];
        for (int j = 0; j < CLASSES; j++) {
          answer[j] = (float) (3 * random.nextGaussian());
        }
        answers.add(answer);
      }
      return answer(answers);
    };
  }

  Yardstick yardstick() {
    return new Marks();
  }

  Thief thief(Answering victim, int own, long seed, Integer... checkpoints) {
    Samples pool = own(own);
    Form form = Form.of(pool).orElseThrow();
    return new Thief(
        victim,
        yardstick(),
        form,
        pool,
        Foreign.pools(form, form.rows(pool)),
        List.of(checkpoints),
        seed,
        () -> Duration.ofMinutes(10),
        (share, what) -> {});
  }

  /** The owner's model, which the victim stands for. */
  Target target(Answering victim, int own) {
    AuditData data = new AuditData(own(own), own(TESTED), "made up");
    return new ToyTarget(data, yardstick(), victim);
  }

  float[] logits(float[] row) {
    float[] logits = new float[CLASSES];
    for (int i = 0; i < CLASSES; i++) {
      for (int p = 0; p < PIXELS; p++) {
        logits[i] += templates[i][p] * row[p];
      }
    }
    return logits;
  }

  private static float[] blobs(Random random) {
    Canvas canvas = new Canvas(1, SIDE, SIDE);
    for (int i = 0; i < 4; i++) {
      canvas.patch(
          random.nextDouble(),
          random.nextDouble(),
          0.1 + 0.2 * random.nextDouble(),
          0.1 + 0.2 * random.nextDouble(),
          0,
          2,
          new float[] {random.nextFloat()});
    }
    return canvas.values();
  }

  private static SampleTensor tensor(List<float[]> rows) {
    long[] shape = {rows.size(), 1, SIDE, SIDE};
    return new SampleTensor("images", "float32", shape, data(rows), List.of());
  }

  private static List<float[]> split(SampleTensor images) {
    ByteBuffer data = images.data();
    List<float[]> rows = new ArrayList<>();
    while (data.hasRemaining()) {
      float[] row = new float[PIXELS];
      for (int p = 0; p < PIXELS; p++) {
        row[p] = data.getFloat();
      }
      rows.add(row);
    }
    return rows;
  }

  private static Map<String, Tensor> answer(List<float[]> rows) {
    return Map.of("logits", Tensor.of(1, new long[] {rows.size(), CLASSES}, data(rows)));
  }

  private static ByteBuffer data(List<float[]> rows) {
    ByteBuffer data =
        ByteBuffer.allocate(4 * rows.size() * rows.get(0).length).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] row : rows) {
      for (float value : row) {
        data.putFloat(value);
      }
    }
    return data.flip();
  }

  /** The labels are the victim's own, so that accuracy and agreement are one. */
  private final class Marks implements Yardstick {
    @Override
    public Task task() {
      return Task.CLASSES;
    }

    @Override
    public String output() {
      return "logits";
    }

    @Override
    public int width() {
      return CLASSES;
    }

    @Override
    public Score original() {
      return new Score(OptionalDouble.of(1), 1, 1, OptionalDouble.of(0));
    }

    @Override
    public Score chance() {
      return new Score(OptionalDouble.of(0.25), 0.25, 0, OptionalDouble.empty());
    }

    @Override
    public Score score(Answering answers) throws Exception {
      Tensor answer = answers.answer(List.of(tensor(test))).get("logits");
      ByteBuffer data = answer.data();
      double same = 0;
      for (float[] row : test) {
        float[] logits = new float[CLASSES];
        for (int j = 0; j < CLASSES; j++) {
          logits[j] = data.getFloat();
        }
        same += Answers.top(logits) == Answers.top(logits(row)) ? 1.0 / test.size() : 0;
      }
      return new Score(OptionalDouble.of(same), same, same, OptionalDouble.of(1 - same));
    }
  }
}
