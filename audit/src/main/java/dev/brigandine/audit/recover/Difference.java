package dev.brigandine.audit.recover;

import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * How near recovered weights are to what was trained, which the owner alone can tell.
 *
 * @param left distance of the recovered weights from the original's, of the base's distance: 0 is
 *     all of the tuning, 1 what the base gives anyway. More than 1 where the copy is scaled
 *     otherwise than the original, as it may be and answer the same
 * @param matched share of the rows of all matrices that point where the original's do
 */
record Difference(double left, double matched) {
  private static final double SAME = 0.9;

  static Difference of(ModelGraph found, ModelGraph original, ModelGraph base) throws IOException {
    Map<String, Constant> mine = constants(found);
    Map<String, Constant> known = constants(base);
    double far = 0;
    double all = 0;
    long rows = 0;
    long same = 0;
    for (Map.Entry<String, Constant> entry : constants(original).entrySet()) {
      Constant truth = entry.getValue();
      Constant got = mine.get(entry.getKey());
      Constant theirs = known.get(entry.getKey());
      boolean fits =
          truth.elementType() == 1
              && got != null
              && theirs != null
              && got.shape().equals(truth.shape())
              && theirs.shape().equals(truth.shape());
      if (!fits) {
        continue;
      }
      float[] a = Numbers.of(truth);
      float[] b = Numbers.of(got);
      float[] c = Numbers.of(theirs);
      for (int i = 0; i < a.length; i++) {
        far += ((double) a[i] - b[i]) * ((double) a[i] - b[i]);
        all += ((double) a[i] - c[i]) * ((double) a[i] - c[i]);
      }
      int width = truth.shape().size() < 2 ? 0 : (int) (truth.count() / truth.shape().get(0));
      for (int row = 0; width > 1 && row < a.length / width; row++) {
        rows++;
        same += cosine(a, b, row * width, width) > SAME ? 1 : 0;
      }
    }
    double left = all == 0 ? (far == 0 ? 0 : 1) : Math.sqrt(far / all);
    return new Difference(left, rows == 0 ? 1 : (double) same / rows);
  }

  private static double cosine(float[] a, float[] b, int from, int width) {
    double dot = 0;
    double aa = 0;
    double bb = 0;
    for (int i = from; i < from + width; i++) {
      dot += (double) a[i] * b[i];
      aa += (double) a[i] * a[i];
      bb += (double) b[i] * b[i];
    }
    // A row of zeros is right if the other is.
    return aa == 0 || bb == 0 ? (aa == bb ? 1 : 0) : dot / Math.sqrt(aa * bb);
  }

  private static Map<String, Constant> constants(ModelGraph model) {
    Map<String, Constant> all = new HashMap<>();
    model.graph().forEachGraph(graph -> all.putAll(graph.constants()));
    return all;
  }
}
