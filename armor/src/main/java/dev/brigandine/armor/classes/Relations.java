package dev.brigandine.armor.classes;

import java.util.List;

/**
 * What an operator says of the axes of its inputs and outputs: if one is changed, what must be
 * changed with it so that the operator still does the same. Rules speak in these words and no
 * others.
 */
public interface Relations {
  /** Channel i of the one is channel i of the other; what is done to both is the same. */
  void tie(Axis one, Axis other, Level upTo);

  /** The operator sums over both together: what is done to one is undone in the other. */
  void dual(Axis one, Axis other);

  /** Channel i of the one belongs to channel i of the other; no more than that. */
  void align(Axis one, Axis other);

  /** No more than {@code upTo} may be done to the axis; its channels may still be reordered. */
  void limit(Axis axis, Level upTo);

  /** Whatever is done to the axis, the operator does not care. */
  default void free(Axis axis) {}

  /** The axis has to stay as it is. */
  void fix(Axis axis);

  /** The same elements in the same order, the axes cut or joined (row-major). */
  void reshape(List<Axis> from, List<Axis> to);

  /** The whole has the parts' channels, one part after the other. */
  void concat(List<Axis> parts, Axis whole);

  /** The part has the channels {@code from} to {@code to} (exclusive) of the whole. */
  void slice(Axis whole, long from, long to, Axis part);

  /**
   * The whole is {@code blocks} blocks, each with the channels of {@code block}; the blocks keep
   * their order, and nothing more is done to either.
   *
   * @param block null if no other axis has the channels of a block
   */
  void blocks(Axis whole, long blocks, Axis block);

  /**
   * The operator multiplies by {@code weight}, channel by channel: it takes up what is done to
   * {@code in} and brings about what is done to {@code out}. Only a constant that nothing else
   * reads can; any other limits both to what leaves it alone.
   *
   * @param in null if the operator undoes whatever is done to its input
   */
  void absorb(Axis weight, Axis in, Axis out);

  /** As {@link #absorb}, for an operator that divides by {@code weight}. */
  void absorbDivisor(Axis weight, Axis in, Axis out);

  /** The operator adds floats along the axis: reordering it changes last bits. */
  void adds(Axis axis);
}
