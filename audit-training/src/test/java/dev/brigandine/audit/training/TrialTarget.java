package dev.brigandine.audit.training;

import dev.brigandine.armor.ArmorLevel;
import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import dev.brigandine.onnx.testing.Trained;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/** A network of images in memory, in one form, with no files and no licence. */
public final class TrialTarget implements Target {
  private static final int PIXELS = 28 * 28;

  private final Protection form;
  private final OnnxModel model;
  private final AuditData data;
  private final Path base;
  private final Captured captured;
  private final int[] wanted;

  private TrialTarget(Protection form, OnnxModel model, AuditData data, Path base)
      throws Exception {
    this.form = form;
    this.model = model;
    this.data = data;
    this.base = base;
    this.captured =
        switch (form) {
          case PLAIN, SEALED ->
              new Captured(
                  model.toGraph(), Map.of("images", "images", "logits", "logits"), Map.of());
          case REWRITTEN -> Victims.rewritten(model, ArmorLevel.REWRITE);
          default -> Victims.rewritten(model, ArmorLevel.FULL);
        };
    this.wanted = tops(application());
  }

  /**
   * A trained network.
   *
   * @param pool of the tests' 1000 images, from the front; the rest is for scoring
   */
  public static TrialTarget of(Trained trained, Protection form, int pool) throws Exception {
    FloatBuffer all = Trained.images(Trained.IMAGES);
    byte[] labels = Trained.labels();
    return of(trained, form, data(all, labels, 0, pool), data(all, labels, pool, Trained.IMAGES));
  }

  public static TrialTarget of(Trained trained, Protection form, Samples pool, Samples test)
      throws Exception {
    return new TrialTarget(
        form, Victims.model(trained), new AuditData(pool, test, "Fashion-MNIST"), null);
  }

  /** The same with another model behind it. */
  public TrialTarget with(OnnxModel other) throws Exception {
    return new TrialTarget(form, other, data, base);
  }

  /** The same with another model behind it, that was tuned from this one. */
  public TrialTarget tunedTo(OnnxModel other, Path file) throws Exception {
    return new TrialTarget(form, other, data, file);
  }

  /** Images in 0..1, with labels. */
  public static Samples data(FloatBuffer all, byte[] labels, int from, int to) {
    return Samples.batched(
        to - from,
        i -> {
          ByteBuffer bytes = ByteBuffer.allocate(4 * PIXELS).order(ByteOrder.LITTLE_ENDIAN);
          bytes.asFloatBuffer().put(all.slice((from + i) * PIXELS, PIXELS));
          return List.of(
              new SampleTensor("images", "float32", new long[] {1, 1, 28, 28}, bytes, List.of()));
        },
        IntStream.range(from, to).map(i -> labels[i]).toArray());
  }

  @Override
  public Protection protection() {
    return form;
  }

  @Override
  public OnnxModel original() {
    return model;
  }

  @Override
  public Path originalFile() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Path> base() {
    return Optional.ofNullable(base);
  }

  @Override
  public AuditData data() {
    return data;
  }

  @Override
  public Yardstick yardstick() {
    return new ByClass();
  }

  @Override
  public Path folder() {
    throw new UnsupportedOperationException();
  }

  @Override
  public Optional<Installed> installed() {
    return Optional.empty();
  }

  @Override
  public Captured captured() {
    return captured;
  }

  @Override
  public Captured capturedOfCustomer(int number) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Answering application() throws Exception {
    LoadedModel loaded = LoadedModel.open(model);
    return new Answering() {
      @Override
      public Map<String, Tensor> answer(List<SampleTensor> inputs) throws Exception {
        return loaded.run(inputs);
      }

      @Override
      public void close() {
        loaded.close();
      }
    };
  }

  private final class ByClass implements Yardstick {
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
      return 10;
    }

    @Override
    public Score original() {
      return score(wanted);
    }

    @Override
    public Score chance() {
      return new Score(OptionalDouble.of(0.1), 0.1, 0, OptionalDouble.empty());
    }

    @Override
    public Score score(Answering answers) throws Exception {
      return score(tops(answers));
    }

    private Score score(int[] tops) {
      int[] labels = data.test().labels().orElseThrow();
      double right = IntStream.range(0, tops.length).filter(i -> tops[i] == labels[i]).count();
      double same = IntStream.range(0, tops.length).filter(i -> tops[i] == wanted[i]).count();
      return new Score(
          OptionalDouble.of(right / tops.length), same / tops.length, 0, OptionalDouble.empty());
    }
  }

  private int[] tops(Answering answers) throws Exception {
    int count = data.test().count();
    FloatBuffer logits =
        answers
            .answer(data.test().batch(IntStream.range(0, count).toArray()))
            .get("logits")
            .data()
            .asFloatBuffer();
    int[] tops = new int[count];
    for (int i = 0; i < count; i++) {
      for (int j = 1; j < 10; j++) {
        tops[i] = logits.get(10 * i + j) > logits.get(10 * i + tops[i]) ? j : tops[i];
      }
    }
    return tops;
  }
}
