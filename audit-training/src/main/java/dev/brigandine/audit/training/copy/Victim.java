package dev.brigandine.audit.training.copy;

import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.training.torch.TorchGraph;
import dev.brigandine.onnx.SampleTensor;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;

/**
 * The samples to move, and what the victim says to them.
 *
 * @param values of all, one after the other
 */
record Victim(
    Target target,
    String input,
    float[] values,
    long[] shape,
    int[] classes,
    float low,
    float high) {
  private static final int MOST = 200;
  private static final int AT_ONCE = 50;

  /** As is customary for values in 0..1. */
  private static final float BOUND = 8 / 255f;

  private static final int STEPS = 20;

  static Victim of(Target target) throws Exception {
    Samples test = target.data().test();
    int count = Math.min(MOST, test.count());
    SampleTensor first = test.item(0).get(0);
    int each = first.data().remaining() / 4;
    float[] values = new float[count * each];
    float low = Float.MAX_VALUE;
    float high = -Float.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      test.item(i).get(0).data().asFloatBuffer().get(values, i * each, each);
    }
    for (float value : values) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }
    long[] shape = first.shape();
    shape[0] = count;
    Victim all = new Victim(target, first.name(), values, shape, new int[0], low, high);
    return new Victim(target, first.name(), values, shape, all.answers(values), low, high);
  }

  int count() {
    return classes.length;
  }

  double success(TorchGraph graph, Map<String, String> names, String output, AttackRun run)
      throws Exception {
    Pgd pgd = new Pgd(BOUND * (high - low), low, high, STEPS);
    int each = values.length / count();
    float[] moved = new float[values.length];
    for (int from = 0; from < count(); from += AT_ONCE) {
      int to = Math.min(count(), from + AT_ONCE);
      long[] some = shape.clone();
      some[0] = to - from;
      float[] part =
          pgd.against(
              graph,
              names.getOrDefault(input, input),
              names.getOrDefault(output, output),
              Arrays.copyOfRange(values, from * each, to * each),
              some,
              Arrays.copyOfRange(classes, from, to),
              run.seed());
      System.arraycopy(part, 0, moved, from * each, part.length);
      run.progress(0.9, "makes adversarial examples");
    }
    return changed(moved);
  }

  double randomly(AttackRun run) throws Exception {
    Random random = new Random(run.seed());
    float bound = BOUND * (high - low);
    float[] moved = values.clone();
    for (int i = 0; i < moved.length; i++) {
      float there = moved[i] + (random.nextBoolean() ? bound : -bound);
      moved[i] = Math.max(low, Math.min(high, there));
    }
    return changed(moved);
  }

  private double changed(float[] moved) throws Exception {
    int[] now = answers(moved);
    int changed = 0;
    for (int i = 0; i < now.length; i++) {
      changed += now[i] != classes[i] ? 1 : 0;
    }
    return (double) changed / now.length;
  }

  private int[] answers(float[] asked) throws Exception {
    Samples samples = Floats.samples(input, asked, shape);
    try (Answering application = target.application()) {
      return Floats.tops(Lessons.answers(application, samples, target.yardstick().output()));
    }
  }
}
