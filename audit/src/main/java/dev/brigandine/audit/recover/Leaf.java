package dev.brigandine.audit.recover;

import java.util.ArrayList;
import java.util.List;

/** Channels that share an order, and what is known of it. */
final class Leaf {
  private final int size;
  private final boolean fixed;
  private final List<Place> places = new ArrayList<>();
  private int[] order;

  /** Channels whose order is known already stay as they are. */
  Leaf(int size, boolean fixed) {
    this.size = size;
    this.fixed = fixed;
    this.order = fixed ? identity(size) : null;
  }

  int size() {
    return size;
  }

  /** Where weights have these channels. */
  List<Place> places() {
    return places;
  }

  /** Whether no rewrite reorders them. */
  boolean isFixed() {
    return fixed;
  }

  boolean isKnown() {
    return order != null;
  }

  /** The base's channel at each of the captured ones' places. */
  int[] order() {
    return order;
  }

  void settle(int[] found) {
    order = found;
  }

  static int[] identity(int size) {
    int[] identity = new int[size];
    for (int i = 0; i < size; i++) {
      identity[i] = i;
    }
    return identity;
  }

  static int[] inverse(int[] order) {
    int[] inverse = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      inverse[order[i]] = i;
    }
    return inverse;
  }
}
