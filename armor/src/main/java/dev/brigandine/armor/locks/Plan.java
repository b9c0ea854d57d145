package dev.brigandine.armor.locks;

import dev.brigandine.armor.KeyTensor;
import dev.brigandine.armor.classes.Axis;
import dev.brigandine.armor.classes.ChannelClass;
import dev.brigandine.armor.classes.Gauge;
import dev.brigandine.armor.classes.Shapes;
import dev.brigandine.armor.locks.Site.Form;
import dev.brigandine.armor.rules.Analysis;
import dev.brigandine.armor.rules.Facts;
import dev.brigandine.armor.symmetry.Choice;
import dev.brigandine.onnx.graph.ModelGraph;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Which locks a model gets. It depends on the model, the samples' shapes and the budget alone, so
 * that the same plan is made again for every customer, wherever it is made.
 *
 * <p>First come locks without which some weights would not be moved at all, and those that reorder
 * the rows of tables: they cost next to nothing. Then locks that mix, those first that lock most
 * bytes at the cost. Then the order of outputs.
 */
public final class Plan {
  /** A share of all weights that is worth a lock of its own, if nothing else moves it. */
  private static final double NEEDED = 0.01;

  private final Analysis analysis;
  private final List<Lock> locks;
  private final Settled settled;
  private final double base;

  private Plan(Analysis analysis, List<Lock> locks, Settled settled, double base) {
    this.analysis = analysis;
    this.locks = locks;
    this.settled = settled;
    this.base = base;
  }

  /** Without locks. */
  public static Plan unlocked(ModelGraph model, Facts facts) {
    Analysis analysis = Analysis.of(model, facts);
    double base = Cost.of(model, facts.shapes());
    return new Plan(analysis, List.of(), Settled.of(analysis, List.of()), base);
  }

  /** With locks that cost at most {@code budget}, as a share of the model's run time. */
  public static Plan locked(ModelGraph model, Facts facts, double budget) {
    Plan unlocked = unlocked(model, facts);
    List<Site> chosen = unlocked.affordable(Sites.of(unlocked.analysis), budget * unlocked.base);
    while (!chosen.isEmpty()) {
      Shapes shapes = facts.shapes().copy();
      Gates.Gated gated = Gates.at(chosen, model, shapes);
      Facts more = new Facts(shapes, facts.moving(), facts.rigid(), facts.care());
      Analysis analysis = Analysis.of(gated.model(), more);
      Settled settled = Settled.of(analysis, gated.locks());
      if (settled.fallen().isEmpty()) {
        return new Plan(analysis, gated.locks(), settled, unlocked.base);
      }
      Set<Site> fallen = new HashSet<>();
      settled.fallen().forEach(lock -> fallen.add(lock.site()));
      chosen = chosen.stream().filter(site -> !fallen.contains(site)).toList();
    }
    return unlocked;
  }

  private List<Site> affordable(List<Site> sites, double budget) {
    List<Site> chosen = new ArrayList<>();
    double left = budget;
    for (int turn = 0; turn < 3; turn++) {
      int now = turn;
      Set<String> locked = new HashSet<>();
      List<Site> open = new ArrayList<>(sites.stream().filter(site -> turn(site) == now).toList());
      while (true) {
        double most = left;
        open.removeIf(site -> site.cost() > most || bytes(site, locked) == 0);
        // The first of those that are as good as each other, so that plans do not vary.
        Site best = null;
        for (Site site : open) {
          if (best == null || worth(site, locked) > worth(best, locked)) {
            best = site;
          }
        }
        if (best == null) {
          break;
        }
        chosen.add(best);
        left -= best.cost();
        open.remove(best);
        if (best.form().mixes()) {
          locked.addAll(best.weights());
        }
      }
    }
    return chosen;
  }

  /**
   * First what weights need that nothing moves otherwise, then mixes, then orders that a few
   * labelled examples would tell.
   */
  private int turn(Site site) {
    if (site.form().mixes()) {
      return 1;
    }
    long still =
        site.weights().stream()
            .filter(name -> !analysis.isMoved(name))
            .mapToLong(this::bytes)
            .sum();
    long all = analysis.constants().keySet().stream().mapToLong(this::bytes).sum();
    return site.form() == Form.INDEX || still > NEEDED * all ? 0 : 2;
  }

  private double worth(Site site, Set<String> locked) {
    return bytes(site, locked) / site.cost();
  }

  /** Of weights that no lock chosen so far locks. */
  private long bytes(Site site, Set<String> locked) {
    return site.weights().stream()
        .filter(name -> !locked.contains(name))
        .mapToLong(this::bytes)
        .sum();
  }

  private long bytes(String constant) {
    return analysis.constants().get(constant).elements().byteLength();
  }

  /** The model with its gates, and what may be done to it. */
  public Analysis analysis() {
    return analysis;
  }

  /** The key tensors that the locks take, in order. */
  public List<KeyTensor> keys() {
    return locks.stream().flatMap(lock -> lock.keys().stream()).toList();
  }

  /**
   * What the locks settle.
   *
   * @param elements of the key tensors, in order
   */
  public Choice.Given given(List<ByteBuffer> elements) {
    Map<Lock, List<ByteBuffer>> byLock = new HashMap<>();
    int at = 0;
    for (Lock lock : locks) {
      byLock.put(lock, elements.subList(at, at + lock.keys().size()));
      at += lock.keys().size();
    }
    return settled.given(byLock);
  }

  /** The model with standard operators in place of its gates. */
  public ModelGraph realized(ModelGraph gated) {
    return Realized.of(gated, locks);
  }

  /** What the locks cost, as a share of the model's run time. */
  public double cost() {
    return locks.stream().mapToDouble(lock -> lock.site().cost()).sum() / base;
  }

  /** The locks, for a report. */
  public List<Placed> placed() {
    List<Placed> placed = new ArrayList<>();
    for (Lock lock : locks) {
      Site site = lock.site();
      String kind =
          site.form().mixes() ? "mix" : site.form() == Form.INDEX ? "permute rows" : "permute";
      Set<String> weights = weights(settled.gauges().get(lock), settled.leaves().get(lock));
      placed.add(new Placed(kind, site.value(), site.size(), weights, site.cost() / base));
    }
    return placed;
  }

  /**
   * A lock, for a report.
   *
   * @param weights that it locks
   * @param cost as a share of the model's run time
   */
  public record Placed(String kind, String value, long size, Set<String> weights, double cost) {}

  private Set<String> weights(Gauge gauge, ChannelClass leaf) {
    Set<String> weights = new HashSet<>();
    analysis
        .constants()
        .forEach(
            (name, constant) -> {
              for (int i = 0; i < constant.shape().size(); i++) {
                Axis axis = new Axis(name, i);
                boolean has =
                    analysis.classes().of(axis).leaves().contains(leaf)
                        || analysis.gauges().of(axis).stream()
                            .anyMatch(o -> analysis.gauges().of(o).gauge() == gauge);
                if (has) {
                  weights.add(name);
                }
              }
            });
    return weights;
  }
}
