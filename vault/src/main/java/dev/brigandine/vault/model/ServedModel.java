package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.License;
import java.util.List;
import java.util.Optional;

/**
 * A model that the vault serves, by name, or one version of it. It stays good across a reload: each
 * run goes to the version that is served when the run begins. What it tells of the model is told by
 * the version that is served when it is asked. Safe for all threads.
 */
public interface ServedModel {
  /** As the operator calls it. */
  String name();

  /** The vendor's counter. */
  long version();

  List<TensorSpec> inputs();

  List<TensorSpec> outputs();

  Manifest manifest();

  /** Who signed the bundle. */
  SignerId signer();

  License license();

  /** The bundle's file, where it was read. */
  java.nio.file.Path bundle();

  /** Why the next run would be refused, as far as can be told without one: an expired licence. */
  Optional<BrigandineException> trouble();

  /**
   * Counts the run against the licence and runs it, on this thread or, with batching, on another's.
   * Blocks until it is done.
   *
   * @throws BrigandineException {@link ErrorCode#BAD_INPUT}, {@link ErrorCode#MODEL_UNKNOWN} when
   *     that version went away, {@link ErrorCode#OVERLOADED}, {@link ErrorCode#TIMED_OUT}, {@link
   *     ErrorCode#CANCELLED}, {@link ErrorCode#RATE_LIMITED}, {@link ErrorCode#LICENSE_EXPIRED} and
   *     what else a licence refuses, {@link ErrorCode#ENGINE}, {@link ErrorCode#TOO_LARGE} when
   *     there is no memory for it, {@link ErrorCode#VAULT_UNREACHABLE} when the vault stops
   */
  Answer run(Request request);
}
