package dev.brigandine.armor.classes;

/**
 * A leaf of the class of an axis: there is one for each axis that has the class, and for each place
 * in it.
 *
 * @param leaf which of {@link ChannelClass#leaves}
 */
public record Occurrence(Axis axis, int leaf) {}
