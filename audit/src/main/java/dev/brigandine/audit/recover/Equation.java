package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.ArrayList;
import java.util.List;

/**
 * What one axis says of a gain: it takes {@code from} to {@code to}, both {@code channels × width}
 * in the captured order; or its dual does.
 *
 * @param inverse whether the dual does
 * @param weight so that all weights count by their own size
 */
record Equation(double[] from, double[] to, int channels, boolean inverse, double weight) {
  int width() {
    return from.length / channels;
  }

  /** All that can be said of a gain by now. */
  static List<Equation> of(Gain gain) {
    List<Equation> equations = new ArrayList<>();
    for (Place place : gain.places()) {
      if (tells(gain, place)) {
        equations.add(of(gain, place));
      }
    }
    return equations;
  }

  /** Whether the axis tells of the gain: all else about its block is known. */
  static boolean tells(Gain gain, Place place) {
    if (place.block().isHopeless() && !gain.isHopeless()) {
      return false;
    }
    if (!place.dim().leaf().isKnown() || !place.block().isKnownBut(place.axis())) {
      return false;
    }
    int own = 0;
    for (Dim.Term term : place.dim().terms()) {
      if (term.gain() == gain) {
        own++;
      } else if (!term.gain().isKnown()) {
        return false;
      }
    }
    return own == 1;
  }

  private static Equation of(Gain gain, Place place) {
    Dim dim = place.dim();
    double[] to = place.block().capturedRows(place.axis());
    double[] base = place.block().baseRows(place.axis());
    int n = dim.size();
    int width = base.length / n;
    double[] from = new double[base.length];
    int[] order = dim.leaf().order();
    double square = 0;
    for (int i = 0; i < n; i++) {
      System.arraycopy(base, order[i] * width, from, i * width, width);
    }
    for (double value : from) {
      square += value * value;
    }
    boolean inverse = false;
    ChannelMap other = Chain.NOTHING;
    for (Dim.Term term : dim.terms()) {
      if (term.gain() == gain) {
        inverse = term.inverse();
      } else {
        other = Chain.of(other, term.map());
      }
    }
    other.inverse().apply(to, width);
    double weight = square == 0 ? 0 : from.length / square;
    return new Equation(from, to, n, inverse, weight);
  }
}
