package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;

/** From what was served to what is to be. Used once. */
final class Reload {
  private final List<Slot> old;
  private final Function<ModelConfig, OpenModel> opener;
  private final List<Slot> next = new ArrayList<>();
  private final List<ReloadReport.Change> changes = new ArrayList<>();
  private final List<OpenModel> retired = new ArrayList<>();

  /**
   * @param opener throws {@link BrigandineException}, and what nobody foresaw
   */
  Reload(List<Slot> old, Function<ModelConfig, OpenModel> opener) {
    this.old = new ArrayList<>(old);
    this.opener = opener;
  }

  Shelves to(List<ModelConfig> configs) {
    List<Slot> pairs = pair(configs);
    // Whose place nobody takes goes first: it may have the version that another one brings.
    for (Slot slot : old) {
      retire(slot);
    }
    for (int i = 0; i < configs.size(); i++) {
      next.add(slot(configs.get(i), pairs.get(i)));
    }
    return new Shelves(next);
  }

  /**
   * For each entry the one that it is a new state of, or null: of that name and bundle, else just
   * of that name. What is left in {@link #old} is nobody's.
   */
  private List<Slot> pair(List<ModelConfig> configs) {
    List<Slot> pairs = new ArrayList<>();
    for (ModelConfig config : configs) {
      pairs.add(take(slot -> slot.config().equals(config)));
    }
    pairUp(
        configs,
        pairs,
        (config, slot) ->
            slot.config().name().equals(config.name())
                && slot.config().bundle().equals(config.bundle()));
    pairUp(configs, pairs, (config, slot) -> slot.config().name().equals(config.name()));
    return pairs;
  }

  private interface Likeness {
    boolean test(ModelConfig config, Slot slot);
  }

  private void pairUp(List<ModelConfig> configs, List<Slot> pairs, Likeness likeness) {
    for (int i = 0; i < pairs.size(); i++) {
      if (pairs.get(i) == null) {
        ModelConfig config = configs.get(i);
        pairs.set(i, take(slot -> likeness.test(config, slot)));
      }
    }
  }

  private Slot take(Predicate<Slot> wanted) {
    for (Slot slot : old) {
      if (wanted.test(slot)) {
        old.remove(slot);
        return slot;
      }
    }
    return null;
  }

  private void retire(Slot slot) {
    if (slot.model() != null) {
      retired.add(slot.model());
      change(slot.config(), slot.model(), ReloadReport.Outcome.RETIRED, null);
    }
  }

  private Slot slot(ModelConfig config, Slot before) {
    OpenModel serving = before == null ? null : before.model();
    boolean same =
        serving != null
            && serving.config().equals(config)
            && serving.marks().equals(FileMarks.of(config));
    if (same) {
      change(config, serving, ReloadReport.Outcome.UNCHANGED, null);
      return new Slot(config, serving, null);
    }
    try {
      OpenModel fresh = open(config);
      if (serving != null) {
        retired.add(serving);
      }
      change(
          config,
          fresh,
          serving == null ? ReloadReport.Outcome.OPENED : ReloadReport.Outcome.REPLACED,
          null);
      return new Slot(config, fresh, null);
    } catch (RuntimeException e) {
      Trouble trouble = Trouble.of(e);
      if (serving != null && isRevoked(trouble, config, serving)) {
        retired.add(serving);
        serving = null;
      }
      change(
          config,
          serving,
          serving == null ? ReloadReport.Outcome.FAILED : ReloadReport.Outcome.KEPT,
          trouble);
      return new Slot(config, serving, trouble);
    }
  }

  /** Whether what is revoked is what {@code serving} was opened with. */
  private static boolean isRevoked(Trouble trouble, ModelConfig config, OpenModel serving) {
    return trouble.code() == ErrorCode.REVOKED
        && serving.licence().equals(FileMarks.ofLicence(config));
  }

  private OpenModel open(ModelConfig config) {
    OpenModel fresh = opener.apply(config);
    for (Slot other : next) {
      boolean twice =
          other.model() != null
              && other.config().name().equals(config.name())
              && other.model().version() == fresh.version();
      if (twice) {
        fresh.letGo();
        throw new BrigandineException(
            ErrorCode.USAGE,
            "two entries are version " + fresh.version() + " of model '" + config.name() + "'",
            "give one of them another name, or leave it out");
      }
    }
    return fresh;
  }

  private void change(
      ModelConfig config, OpenModel model, ReloadReport.Outcome outcome, Trouble trouble) {
    changes.add(
        new ReloadReport.Change(
            config.name(),
            model == null ? OptionalLong.empty() : OptionalLong.of(model.version()),
            outcome,
            Optional.ofNullable(trouble)));
  }

  /** What nobody serves any more; the shelf lets go of it. */
  List<OpenModel> retired() {
    return retired;
  }

  /** Whether anything was read and decrypted. */
  boolean hasOpened() {
    return changes.stream()
        .anyMatch(
            change ->
                change.outcome() != ReloadReport.Outcome.UNCHANGED
                    && change.outcome() != ReloadReport.Outcome.RETIRED);
  }

  ReloadReport report() {
    return new ReloadReport(changes);
  }
}
