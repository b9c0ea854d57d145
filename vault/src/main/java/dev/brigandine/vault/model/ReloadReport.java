package dev.brigandine.vault.model;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What a reload did, one entry for each model of the old and the new configuration. */
public record ReloadReport(List<Change> changes) {
  /** Copies the list. */
  public ReloadReport {
    changes = List.copyOf(changes);
  }

  /** Whether all is now as the operator wrote it. */
  public boolean complete() {
    return changes.stream().allMatch(change -> change.trouble().isEmpty());
  }

  /**
   * What became of one.
   *
   * @param version that is served now; of a retired one, that was
   * @param trouble why it did not open
   */
  public record Change(
      String name, OptionalLong version, Outcome outcome, Optional<Trouble> trouble) {}

  /** What may become of a model. */
  public enum Outcome {
    /** It is new and serves. */
    OPENED,
    /** It took the place of one that served before. */
    REPLACED,
    /** Neither its entry nor its files changed. */
    UNCHANGED,
    /** The new one does not open; the one that served before goes on. */
    KEPT,
    /** It does not open, and there is none to go on with. */
    FAILED,
    /** It is in the configuration no longer; runs under way end on it. */
    RETIRED
  }
}
