package dev.brigandine.runtime;

import dev.brigandine.bundle.SignerId;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/** How to open a bundle. Immutable; start from {@link #defaults()}. */
public final class OpenOptions {
  private static final OpenOptions DEFAULTS =
      new OpenOptions(null, new SessionOptions(), Clock.systemUTC(), null, KeyTensorsMode.OWN);

  private final SignerId trusted;
  private final SessionOptions session;
  private final Clock clock;
  private final Path stateFolder;
  private final KeyTensorsMode keyTensors;

  private OpenOptions(
      SignerId trusted,
      SessionOptions session,
      Clock clock,
      Path stateFolder,
      KeyTensorsMode keyTensors) {
    this.trusted = trusted;
    this.session = session;
    this.clock = clock;
    this.stateFolder = stateFolder;
    this.keyTensors = keyTensors;
  }

  /**
   * Any signer, as long as bundle and licence are by the same one; ONNX Runtime's default session;
   * the system's clock. An application should pin its vendor with {@link #trust}: without that,
   * whoever can replace both files can put a model of his own in their place.
   */
  public static OpenOptions defaults() {
    return DEFAULTS;
  }

  /** Accepts bundles and licences by this signer only. */
  public OpenOptions trust(SignerId signer) {
    return new OpenOptions(Objects.requireNonNull(signer), session, clock, stateFolder, keyTensors);
  }

  /** Runs with these session options. */
  public OpenOptions session(SessionOptions options) {
    return new OpenOptions(
        trusted, Objects.requireNonNull(options), clock, stateFolder, keyTensors);
  }

  /** Reads the time from {@code clock}. */
  public OpenOptions clock(Clock clock) {
    return new OpenOptions(
        trusted, session, Objects.requireNonNull(clock), stateFolder, keyTensors);
  }

  /**
   * Keeps what must outlive the process (runs used of a licence that counts them) in {@code
   * folder}; by default {@code $XDG_STATE_HOME/brigandine}, else {@code ~/.local/state/brigandine}.
   */
  public OpenOptions stateFolder(Path folder) {
    return new OpenOptions(trusted, session, clock, Objects.requireNonNull(folder), keyTensors);
  }

  /**
   * Feeds the model's locks with other key tensors than its own. This only makes answers wrong; it
   * is for measuring what a copy of the model without its keys would be worth.
   */
  public OpenOptions keyTensors(KeyTensorsMode mode) {
    return new OpenOptions(trusted, session, clock, stateFolder, Objects.requireNonNull(mode));
  }

  KeyTensorsMode keyTensors() {
    return keyTensors;
  }

  Optional<SignerId> trusted() {
    return Optional.ofNullable(trusted);
  }

  SessionOptions session() {
    return session;
  }

  Clock clock() {
    return clock;
  }

  Path stateFolder() {
    if (stateFolder != null) {
      return stateFolder;
    }
    String xdg = System.getenv("XDG_STATE_HOME");
    Path base =
        xdg != null && !xdg.isEmpty()
            ? Path.of(xdg)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("brigandine");
  }
}
