package dev.brigandine.audit.recover;

import dev.brigandine.armor.symmetry.ChannelMap;

/** What a mixing of channels may look like. */
sealed interface Form {
  /** A product of Kronecker's. */
  record Kronecker(int outer, int inner) implements Form {}

  /** A matrix for each group of channels; one group is all of them. */
  record Groups(int groups, int size) implements Form {}

  /** The matrix itself, from a key tensor. */
  record Told(ChannelMap map) implements Form {}
}
