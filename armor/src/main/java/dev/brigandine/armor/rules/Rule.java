package dev.brigandine.armor.rules;

import dev.brigandine.armor.classes.Relations;

/** What an operator says of the axes of its inputs and outputs. */
@FunctionalInterface
public interface Rule {
  /** Tells {@code relations}; every axis of {@code op} with more than one channel is spoken of. */
  void relate(Operation op, Relations relations);
}
