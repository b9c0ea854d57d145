package dev.brigandine.audit.recover;

import dev.brigandine.armor.classes.ChannelClass;
import java.util.ArrayList;
import java.util.List;

/** An axis cut where its channels are of another kind, and each part into its factors. */
final class Spans {
  private Spans() {}

  /**
   * A factor of a part.
   *
   * @param leaf which of the class's leaves
   * @param stride from channel to channel, in places of the axis
   */
  record Factor(int leaf, int size, int stride) {}

  /**
   * A part.
   *
   * @param offset of its first place
   */
  record Span(int offset, List<Factor> factors) {}

  static List<Span> of(ChannelClass channels) {
    return spans(channels.find(), 1, new int[1]);
  }

  private static List<Span> spans(ChannelClass of, int stride, int[] leaf) {
    if (of.isLeaf()) {
      List<Factor> factors =
          of.size() > 1 ? List.of(new Factor(leaf[0]++, (int) of.size(), stride)) : List.of();
      return List.of(new Span(0, factors));
    }
    List<Span> found = new ArrayList<>();
    if (of.isProduct()) {
      found.add(new Span(0, List.of()));
      long inner = of.size();
      for (ChannelClass part : of.parts()) {
        inner /= part.size();
        found = crossed(found, spans(part, stride * (int) inner, leaf));
      }
      return found;
    }
    int at = 0;
    for (ChannelClass part : of.parts()) {
      for (Span span : spans(part, stride, leaf)) {
        found.add(new Span(at * stride + span.offset, span.factors));
      }
      at += (int) part.size();
    }
    return found;
  }

  private static List<Span> crossed(List<Span> one, List<Span> other) {
    List<Span> crossed = new ArrayList<>();
    for (Span x : one) {
      for (Span y : other) {
        List<Factor> factors = new ArrayList<>(x.factors);
        factors.addAll(y.factors);
        crossed.add(new Span(x.offset + y.offset, factors));
      }
    }
    return crossed;
  }
}
