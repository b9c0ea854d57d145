package dev.brigandine.study;

import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.ejml.simple.SimpleMatrix;

/**
 * What a thief makes of a captured model without its key tensors, with the public base it was tuned
 * from. He puts the channels back in the base's order by the likeness of their weights (as
 * ArrowMatch does), then undoes the locks one layer at a time with the base's weights as the aim.
 * He is told the kind of lock; and, where all layers around some channels are locked, their order
 * and scales, which he might or might not find.
 */
final class Theft {
  private final Armored captured;
  private final Map<String, float[]> base;
  private final Random random;
  private final Map<String, float[]> found;

  /** Of each channel of the residual stream in the base, its place in the captured model. */
  private final int[] places;

  private Theft(Armored captured, Map<String, float[]> base, Random random) {
    this.captured = captured;
    this.base = base;
    this.random = random;
    found = new HashMap<>(captured.weights());
    places = places();
  }

  /** The surrogate's weights. */
  static Map<String, float[]> of(Armored captured, Map<String, float[]> base, Random random) {
    Theft theft = new Theft(captured, base, random);
    theft.stream();
    if (captured.locked().embed()) {
      theft.unlock("embed", Matrices.weight(base, "embed"));
    }
    for (int i = 0; i < captured.net().blocks(); i++) {
      theft.hidden(i);
    }
    theft.unlock("head");
    return theft.found;
  }

  /**
   * How far the surrogate's locked weights are from the victim's, of the base's distance from them.
   */
  static double left(
      Scenario scenario,
      Map<String, float[]> stolen,
      Map<String, float[]> victim,
      Map<String, float[]> base) {
    Map<String, float[]> aligned =
        scenario.locked().down() ? stolen : rescaled(scenario.net(), stolen, victim);
    double far = 0;
    double all = 0;
    for (String name : victim.keySet()) {
      String layer = name.substring(0, name.lastIndexOf('.'));
      if (name.endsWith(".weight") && scenario.locked().is(layer)) {
        SimpleMatrix truth = Matrices.weight(victim, layer);
        far += Math.pow(Matrices.weight(aligned, layer).minus(truth).normF(), 2);
        all += Math.pow(Matrices.weight(base, layer).minus(truth).normF(), 2);
      }
    }
    return Math.sqrt(far / all);
  }

  /** The same function with each hidden channel as large as the victim's. */
  private static Map<String, float[]> rescaled(
      Encoder net, Map<String, float[]> stolen, Map<String, float[]> victim) {
    Map<String, float[]> rescaled = new HashMap<>(stolen);
    for (int i = 0; i < net.blocks(); i++) {
      String block = "block" + i;
      SimpleMatrix down = Matrices.weight(stolen, block + ".down");
      SimpleMatrix truth = Matrices.weight(victim, block + ".down");
      SimpleMatrix up = Matrices.weight(stolen, block + ".up");
      for (int j = 0; j < net.hidden(); j++) {
        double times = down.getColumn(j).normF() / Math.max(1e-12, truth.getColumn(j).normF());
        up.insertIntoThis(j, 0, up.getRow(j).scale(times));
      }
      Matrices.put(rescaled, block + ".up.weight", up);
    }
    return rescaled;
  }

  /**
   * What came out of one theft. Accuracies are from 0 to 1, on the vendor's task.
   *
   * @param scenario which layers were locked and tuned
   * @param kind of the locks
   * @param seed of all that is random
   * @param whiteBox the victim's accuracy
   * @param baseAlone the base's
   * @param blackBox the base's, tuned with the labels in the better of the surrogates' two ways
   * @param captured the captured graph's, its locks left out
   * @param left how much of the locked weights' tuning was not recovered
   * @param surrogate the surrogate's accuracy without labels
   * @param surrogateWithLabels the surrogate's, all its weights tuned with the labels
   * @param surrogateByKey the surrogate's, only a key looked for with the labels
   */
  record Outcome(
      String scenario,
      String kind,
      int seed,
      double whiteBox,
      double baseAlone,
      double blackBox,
      double captured,
      double left,
      double surrogate,
      double surrogateWithLabels,
      double surrogateByKey) {
    /** The thief keeps the best of his three; so does he who has the base alone. */
    double ratio() {
      return Math.max(surrogate, Math.max(surrogateWithLabels, surrogateByKey))
          / Math.max(baseAlone, blackBox);
    }
  }

  private int[] places() {
    if (captured.locked().embed()) {
      return Matrices.inverse(captured.streamOrder());
    }
    SimpleMatrix embed = Matrices.weight(found, "embed").transpose();
    return Matching.columns(embed, Matrices.weight(base, "embed").transpose(), false).order();
  }

  /** The residual stream in the base's order. */
  private void stream() {
    for (String name : base.keySet()) {
      boolean written = name.endsWith("down.weight") || name.equals("embed.weight");
      boolean vector =
          name.contains("norm.") || name.endsWith("down.bias") || name.equals("embed.bias");
      if (written) {
        String layer = name.substring(0, name.lastIndexOf('.'));
        Matrices.put(found, name, Matrices.rows(Matrices.weight(found, layer), places));
      } else if (vector) {
        Matrices.put(found, name, Matrices.rows(Matrices.vector(found, name), places));
      }
    }
  }

  private void hidden(int index) {
    String up = "block" + index + ".up";
    String down = "block" + index + ".down";
    Matching matching;
    if (captured.locked().down()) {
      matching = told(index);
      // The lock lies over the order; it is undone with the base put into the same.
      SimpleMatrix aim = redo(Matrices.weight(base, down), matching);
      unlock(down, aim);
      Matrices.put(found, down + ".weight", matching.undo(Matrices.weight(found, down)));
    } else {
      SimpleMatrix locked = Matrices.weight(found, down);
      matching = Matching.columns(locked, Matrices.weight(base, down), true);
      Matrices.put(found, down + ".weight", matching.undo(locked));
    }
    Matrices.put(found, up + ".weight", read(Matrices.weight(found, up), matching));
    Matrices.put(found, up + ".bias", read(Matrices.vector(found, up + ".bias"), matching));
    unlock(up);
  }

  /** Undoes the lock of a layer that reads the residual stream. */
  private void unlock(String layer) {
    SimpleMatrix order = Draw.permutation(Matrices.inverse(places));
    unlock(layer, Matrices.weight(base, layer).mult(order));
    SimpleMatrix ordered = Matrices.weight(found, layer).mult(order.transpose());
    Matrices.put(found, layer + ".weight", ordered);
  }

  private void unlock(String layer, SimpleMatrix aim) {
    SimpleMatrix near = captured.kind().recover(Matrices.weight(found, layer), aim, random);
    Matrices.put(found, layer + ".weight", near);
  }

  private Matching told(int index) {
    int[] order = Matrices.inverse(captured.hiddenOrder(index));
    double[] scales = new double[order.length];
    for (int i = 0; i < scales.length; i++) {
      scales[i] = 1 / captured.hiddenScale(index).get(i, i);
    }
    return new Matching(order, scales);
  }

  /**
   * The rows of a layer that makes the channels: scaled the other way than those that read them.
   */
  private static SimpleMatrix read(SimpleMatrix rows, Matching matching) {
    SimpleMatrix ordered = Matrices.rows(rows, matching.order());
    for (int i = 0; i < matching.order().length; i++) {
      ordered.insertIntoThis(i, 0, ordered.getRow(i).scale(Math.abs(matching.scales()[i])));
    }
    return ordered;
  }

  /** The opposite of {@link Matching#undo}. */
  private static SimpleMatrix redo(SimpleMatrix columns, Matching matching) {
    SimpleMatrix done = new SimpleMatrix(columns.getNumRows(), columns.getNumCols());
    for (int i = 0; i < matching.order().length; i++) {
      SimpleMatrix column = columns.getColumn(i).scale(matching.scales()[i]);
      done.insertIntoThis(0, matching.order()[i], column);
    }
    return done;
  }
}
