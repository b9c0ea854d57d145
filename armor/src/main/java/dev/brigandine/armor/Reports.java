package dev.brigandine.armor;

import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Level;
import dev.brigandine.armor.classes.Occurrence;
import dev.brigandine.armor.locks.Plan;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.onnx.graph.Constant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From a plan to what is said of it. */
final class Reports {
  private static final int INT64 = 7;
  private static final int BOOL = 9;

  private Reports() {}

  static ArmorReport of(Subject subject, Plan plan) {
    Analysis analysis = plan.analysis();
    Map<ChannelClass, Tally> classes = new LinkedHashMap<>();
    List<ArmorReport.Pinned> pinned = new ArrayList<>();
    long all = 0;
    long moved = 0;
    for (Map.Entry<String, Constant> entry : analysis.constants().entrySet()) {
      Constant constant = entry.getValue();
      if (!isWeight(constant)) {
        continue;
      }
      long bytes = constant.elements().byteLength();
      all += bytes;
      List<Integer> still = new ArrayList<>();
      boolean moves = false;
      for (int i = 0; i < constant.shape().size(); i++) {
        boolean axisMoves = tally(analysis, new Axis(entry.getKey(), i), bytes, classes);
        moves |= axisMoves;
        if (!axisMoves && constant.shape().get(i) > 1) {
          still.add(i);
        }
      }
      moved += moves ? bytes : 0;
      if (!still.isEmpty() || !moves) {
        pinned.add(new ArmorReport.Pinned(entry.getKey(), bytes, moves, reason(still, constant)));
      }
    }
    for (ArmorReport.Pinned other : Uncounted.of(subject.graph())) {
      pinned.add(other);
      all += other.bytes();
    }
    Set<String> mixed = new HashSet<>();
    List<ArmorReport.Lock> locks = new ArrayList<>();
    for (Plan.Placed placed : plan.placed()) {
      locks.add(
          new ArmorReport.Lock(
              placed.kind(),
              placed.value(),
              placed.size(),
              bytes(placed.weights(), analysis),
              placed.cost()));
      if (placed.kind().equals("mix")) {
        mixed.addAll(placed.weights());
      }
    }
    return new ArmorReport(
        all == 0 ? 0 : (double) moved / all,
        all == 0 ? 0 : (double) bytes(mixed, analysis) / all,
        all,
        classes.entrySet().stream().map(e -> e.getValue().told(e.getKey())).toList(),
        locks,
        pinned,
        List.copyOf(analysis.unknown()),
        plan.cost(),
        analysis.facts().care().words());
  }

  /** Numbers that are learnt, not shapes, indices or flags. */
  private static boolean isWeight(Constant constant) {
    return constant.elementType() != INT64
        && constant.elementType() != BOOL
        && constant.count() > 1;
  }

  private static long bytes(Set<String> weights, Analysis analysis) {
    return weights.stream()
        .map(analysis.constants()::get)
        .filter(Reports::isWeight)
        .mapToLong(constant -> constant.elements().byteLength())
        .sum();
  }

  private static String reason(List<Integer> still, Constant constant) {
    if (constant.shape().size() == 1 || still.size() == constant.shape().size()) {
      return "all of its axes are held still";
    }
    return "axis " + still.toString().replace("[", "").replace("]", "") + " is held still";
  }

  private static boolean tally(
      Analysis analysis, Axis axis, long bytes, Map<ChannelClass, Tally> classes) {
    boolean moves = false;
    List<ChannelClass> leaves = analysis.classes().of(axis).leaves();
    for (int i = 0; i < leaves.size(); i++) {
      Occurrence occurrence = new Occurrence(axis, i);
      Set<String> symmetries = new TreeSet<>();
      if (!leaves.get(i).isFixed()) {
        symmetries.add("permute");
      }
      Level level = analysis.gauges().of(occurrence).gauge().level();
      if (level == Level.MIX) {
        symmetries.add("mix");
      } else if (analysis.isChanged(occurrence)) {
        symmetries.add("rescale");
      }
      if (!symmetries.isEmpty()) {
        moves = true;
        Tally tally = classes.computeIfAbsent(leaves.get(i), c -> new Tally());
        tally.symmetries.addAll(symmetries);
        tally.axes++;
        tally.bytes += bytes;
      }
    }
    return moves;
  }

  private static final class Tally {
    private final Set<String> symmetries = new TreeSet<>();
    private int axes;
    private long bytes;

    ArmorReport.ChannelClass told(ChannelClass channels) {
      return new ArmorReport.ChannelClass(channels.size(), axes, bytes, List.copyOf(symmetries));
    }
  }
}
