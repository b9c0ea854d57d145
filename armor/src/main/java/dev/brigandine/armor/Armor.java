package dev.brigandine.armor;

import dev.brigandine.armor.locks.Plan;
import dev.brigandine.armor.rules.Care;
import dev.brigandine.onnx.OnnxException;
import dev.brigandine.onnx.OnnxModel;
import java.util.List;
import java.util.Optional;

/**
 * Rewrites models.
 *
 * <p>The rewritten model answers as the original does, with its key tensors: for floats within a
 * tolerance (float32: 1e-5 of the answer's scale), for integers to the bit. That is proved by
 * running both on samples before anything is given back; it is not proved for other inputs. Who has
 * graph, weights and key tensors has a model that works: not the one that was trained, but as good.
 *
 * <p>The whole of one weight at a time is held in memory, and both models while they are compared.
 */
public final class Armor {
  private Armor() {}

  /**
   * Rewrites {@code model}. The same model, options and key tensors make the same rewrite.
   *
   * @throws OnnxException ({@code not-runnable}) if ONNX Runtime does not run the model on the
   *     samples; ({@code not-equivalent}) if the rewritten model answers otherwise; others if the
   *     model is malformed
   */
  public static ArmoredModel rewrite(OnnxModel model, ArmorOptions options, KeyTensorSource keys)
      throws OnnxException {
    Subject subject = Subject.of(model, options.samples());
    Optional<Difference> found = Optional.empty();
    // Mixing rounds weights anew, and some kernels round by place. A model that cannot bear it is
    // changed by less, in the end in names and order of nodes alone.
    Proof proof = Proof.of(subject);
    List<Care> cares = proof.isBlind() ? List.of(Care.STILL) : Care.descending(subject.exact());
    for (Care care : cares) {
      Plan plan = plan(subject, options, care);
      Rewrite rewrite = Rewrite.of(plan, options.seed(), keys);
      found = proof.of(plan, rewrite);
      if (found.isEmpty()) {
        return new ArmoredModel(
            rewrite.model(),
            rewrite.publicNames(subject.graph()),
            rewrite.renamed(plan.keys()),
            Reports.of(subject, plan));
      }
      if (!found.get().isRounding() && !subject.exact()) {
        break;
      }
    }
    throw found.get().refusal();
  }

  /**
   * What {@link #rewrite} would do, without doing it; the seed does not matter.
   *
   * @throws OnnxException as {@link #rewrite}, but for the proof
   */
  public static ArmorReport plan(OnnxModel model, ArmorOptions options) throws OnnxException {
    Subject subject = Subject.of(model, options.samples());
    return Reports.of(subject, plan(subject, options, Care.descending(subject.exact()).get(0)));
  }

  private static Plan plan(Subject subject, ArmorOptions options, Care care) {
    return options.level() == ArmorLevel.FULL
        ? Plan.locked(subject.graph(), subject.facts(care), options.budget())
        : Plan.unlocked(subject.graph(), subject.facts(care));
  }
}
