package dev.brigandine.armor.locks;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Gauge;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.armor.symmetry.Chain;
import dev.brigandine.armor.symmetry.ChannelMap;
import dev.brigandine.armor.symmetry.Choice;
import dev.brigandine.onnx.graph.Node;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What locks settle about the channels on their two sides: on one side these are as they would be
 * without the lock, on the other as the key makes them.
 */
final class Settled {
  /**
   * A lock that can stand.
   *
   * @param gauge that its key settles, or null
   * @param behind whether the gauge is that of what comes out of the gate
   * @param leaf whose order its key settles, or null
   */
  private record Standing(Lock lock, Gauge.Share gauge, boolean behind, ChannelClass leaf) {}

  private final Analysis analysis;
  private final List<Standing> standing = new ArrayList<>();
  private final List<Lock> fallen = new ArrayList<>();
  private final Set<Gauge> settled = new HashSet<>();
  private final Set<Gauge> untouched = new HashSet<>();
  private final Set<ChannelClass> ordered = new HashSet<>();

  private Settled(Analysis analysis) {
    this.analysis = analysis;
  }

  /** Tries all locks in order; one that contradicts an earlier one does not stand. */
  static Settled of(Analysis analysis, List<Lock> locks) {
    Settled settled = new Settled(analysis);
    for (Lock lock : locks) {
      Standing standing =
          switch (lock.site().form()) {
            case PERMUTE -> settled.permute(lock);
            case INDEX -> settled.index(lock);
            default -> settled.mix(lock);
          };
      if (standing == null) {
        settled.fallen.add(lock);
      } else {
        settled.standing.add(standing);
      }
    }
    return settled;
  }

  /** Those that cannot stand. */
  List<Lock> fallen() {
    return fallen;
  }

  /** The gauges that keys settle, by lock. */
  Map<Lock, Gauge> gauges() {
    Map<Lock, Gauge> gauges = new HashMap<>();
    standing.stream()
        .filter(s -> s.gauge != null)
        .forEach(s -> gauges.put(s.lock, s.gauge.gauge()));
    return gauges;
  }

  /** The classes that keys settle, by lock. */
  Map<Lock, ChannelClass> leaves() {
    Map<Lock, ChannelClass> leaves = new HashMap<>();
    standing.stream().filter(s -> s.leaf != null).forEach(s -> leaves.put(s.lock, s.leaf));
    return leaves;
  }

  /** What is settled, once the elements of all key tensors are there. */
  Choice.Given given(Map<Lock, List<ByteBuffer>> keys) {
    Map<ChannelClass, int[]> orders = new HashMap<>();
    Map<Gauge, ChannelMap> maps = new HashMap<>();
    for (Gauge gauge : settled) {
      maps.put(gauge, Chain.NOTHING);
    }
    for (Standing s : standing) {
      List<ByteBuffer> elements = keys.get(s.lock);
      if (s.leaf != null) {
        orders.put(s.leaf, s.lock.order(elements.get(0)));
      } else {
        ChannelMap key = s.lock.map(elements);
        ChannelMap side = s.behind ? key : key.inverse();
        maps.put(s.gauge.gauge(), s.gauge.inverse() ? side.dual() : side);
      }
    }
    return new Choice.Given(orders, maps);
  }

  private Standing mix(Lock lock) {
    Gauge.Share before = share(gate(lock).input(0), lock);
    Gauge.Share behind = share(lock.gate(), lock);
    if (before == null || behind == null || before.gauge() == behind.gauge()) {
      return null;
    }
    boolean free = behind.gauge().level() == Level.MIX && !settled.contains(behind.gauge());
    boolean still = before.gauge().level() != Level.MIX || free;
    if (free && still) {
      // What is before the gate is left alone, so that the key alone tells the two sides apart.
      return settles(before.gauge()) ? stands(lock, behind, true) : null;
    }
    boolean freeBefore = before.gauge().level() == Level.MIX && !settled.contains(before.gauge());
    if (freeBefore && settles(behind.gauge())) {
      return stands(lock, before, false);
    }
    return null;
  }

  /** Whether nothing is done to it, or can be seen to. */
  private boolean settles(Gauge gauge) {
    return gauge.level() == Level.NONE || untouched.contains(gauge) || leave(gauge);
  }

  private boolean leave(Gauge gauge) {
    if (settled.contains(gauge)) {
      return false;
    }
    settled.add(gauge);
    untouched.add(gauge);
    return true;
  }

  private Standing stands(Lock lock, Gauge.Share gauge, boolean behind) {
    settled.add(gauge.gauge());
    return new Standing(lock, gauge, behind, null);
  }

  private Gauge.Share share(String value, Lock lock) {
    Axis axis = new Axis(value, lock.site().axis());
    List<Occurrence> occurrences = analysis.gauges().of(axis);
    boolean whole =
        occurrences.size() == 1 && analysis.classes().of(axis).size() == lock.site().size();
    return whole ? analysis.gauges().of(occurrences.get(0)) : null;
  }

  private Standing permute(Lock lock) {
    Axis inner = new Axis(gate(lock).input(0), lock.site().axis());
    return orders(lock, analysis.classes().of(inner));
  }

  private Standing index(Lock lock) {
    for (Node node : analysis.model().graph().nodes()) {
      if (node.is("Gather") && node.input(1).equals(lock.gate())) {
        return orders(lock, analysis.classes().of(new Axis(node.input(0), 0)));
      }
    }
    return null;
  }

  private Standing orders(Lock lock, ChannelClass leaf) {
    if (!leaf.isLeaf() || leaf.isFixed() || !ordered.add(leaf)) {
      return null;
    }
    return new Standing(lock, null, false, leaf);
  }

  private Node gate(Lock lock) {
    return analysis.around().maker(lock.gate());
  }
}
