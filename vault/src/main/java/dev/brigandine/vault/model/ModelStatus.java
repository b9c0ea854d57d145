package dev.brigandine.vault.model;

import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How one model, or one version of it, is.
 *
 * @param version empty if it is not open
 * @param bundleId likewise
 * @param ready whether the next run would be let in, as far as can be told without one
 * @param trouble why it is not ready; or, of a ready one, why the newest reload could not replace
 *     it
 * @param licence empty if it is not open
 * @param load since it was opened
 * @param batching how requests are put together, one sentence; empty if nobody asked for it
 */
public record ModelStatus(
    String name,
    OptionalLong version,
    Optional<String> bundleId,
    boolean ready,
    Optional<Trouble> trouble,
    Optional<Licence> licence,
    Load load,
    Optional<String> batching) {

  /** What it was opened with. */
  public record Licence(String id, Instant expires, Isolation isolation) {
    static Licence of(License license) {
      return new Licence(license.id(), license.expires(), license.conditions().isolation());
    }
  }

  /**
   * What it had to do.
   *
   * @param served requests that were answered
   * @param refused requests that were not, whatever the reason
   * @param running runs of the engine under way now
   * @param waiting requests that wait now
   * @param batches runs of the engine that answered more than one request
   */
  public record Load(long served, long refused, int running, int waiting, long batches) {
    static final Load NONE = new Load(0, 0, 0, 0, 0);
  }
}
