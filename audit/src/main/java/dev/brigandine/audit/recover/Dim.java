package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import java.util.List;

/**
 * An axis of a block of weights.
 *
 * @param leaf whose channels it has
 * @param stride from one to the next in the whole tensor
 * @param terms what else was done to them, one after the other
 */
record Dim(Leaf leaf, int stride, List<Term> terms) {
  /**
   * A gain as an axis has it.
   *
   * @param inverse whether it has what undoes it, transposed
   */
  record Term(Gain gain, boolean inverse) {
    ChannelMap map() {
      return inverse ? gain.dual() : gain.map();
    }
  }

  Dim {
    terms = List.copyOf(terms);
  }

  int size() {
    return leaf.size();
  }

  boolean isScaleKnown() {
    return terms.stream().allMatch(term -> term.gain.isKnown());
  }

  boolean isKnown() {
    return leaf.isKnown() && isScaleKnown();
  }

  /** Whether an unknown matrix was applied to it. */
  boolean isMixed() {
    return terms.stream().anyMatch(term -> term.gain.mixes() && !term.gain.isKnown());
  }

  /** What is known to have been done to it, in the captured order. */
  ChannelMap map() {
    ChannelMap map = Chain.NOTHING;
    for (Term term : terms) {
      if (term.gain.isKnown()) {
        map = Chain.of(map, term.map());
      }
    }
    return map;
  }
}
