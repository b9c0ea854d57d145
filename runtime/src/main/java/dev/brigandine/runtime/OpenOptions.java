package dev.brigandine.runtime;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.clock.HardwareCounter;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.license.machine.Machine;
import dev.brigandine.runtime.internal.VaultDoor;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Objects;
import java.util.Optional;

/** How to open a bundle. Immutable; start from {@link #defaults()}. */
public final class OpenOptions {
  private static final OpenOptions DEFAULTS = new OpenOptions();

  private SignerId trusted;
  private SessionOptions session = new SessionOptions();
  private Clock clock = Clock.systemUTC();
  private Ticker ticker = Ticker.SYSTEM;
  private HardwareCounter counter;
  private Path stateFolder;
  private Path revocations;
  private KeyTensorsMode keyTensors = KeyTensorsMode.OWN;

  /** Null if this process is no vault. */
  private VaultDoor.Gate vault;

  /** Null for this one. */
  private Machine machine;

  private boolean inVault;

  /** Null for the usual place. */
  private Path vaultSocket;

  private OpenOptions() {}

  /** Nobody changes one that was given away. */
  private OpenOptions copy() {
    OpenOptions copy = new OpenOptions();
    copy.trusted = trusted;
    copy.session = session;
    copy.clock = clock;
    copy.ticker = ticker;
    copy.counter = counter;
    copy.stateFolder = stateFolder;
    copy.revocations = revocations;
    copy.keyTensors = keyTensors;
    copy.vault = vault;
    copy.machine = machine;
    copy.inVault = inVault;
    copy.vaultSocket = vaultSocket;
    return copy;
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
    OpenOptions copy = copy();
    copy.trusted = Objects.requireNonNull(signer);
    return copy;
  }

  /** Runs with these session options. */
  public OpenOptions session(SessionOptions options) {
    OpenOptions copy = copy();
    copy.session = Objects.requireNonNull(options);
    return copy;
  }

  /** Reads the time from {@code clock}. */
  public OpenOptions clock(Clock clock) {
    OpenOptions copy = copy();
    copy.clock = Objects.requireNonNull(clock);
    return copy;
  }

  /** Holds the memory against a counter of the hardware, so that an older copy of it is refused. */
  public OpenOptions hardwareCounter(HardwareCounter counter) {
    OpenOptions copy = copy();
    copy.counter = Objects.requireNonNull(counter);
    return copy;
  }

  /**
   * Keeps what must outlive the process (the highest time seen, runs used of a licence that counts
   * them, the newest revocation list) in {@code folder}; by default {@code
   * $XDG_STATE_HOME/brigandine}, else {@code ~/.local/state/brigandine}.
   */
  public OpenOptions stateFolder(Path folder) {
    OpenOptions copy = copy();
    copy.stateFolder = Objects.requireNonNull(folder);
    return copy;
  }

  /**
   * Refuses what the revocation list in {@code file} takes back, and remembers the list: an older
   * one is refused from then on, and this one counts also where none is given.
   */
  public OpenOptions revocations(Path file) {
    OpenOptions copy = copy();
    copy.revocations = Objects.requireNonNull(file);
    return copy;
  }

  /**
   * Feeds the model's locks with other key tensors than its own. This only makes answers wrong; it
   * is for measuring what a copy of the model without its keys would be worth.
   */
  public OpenOptions keyTensors(KeyTensorsMode mode) {
    OpenOptions copy = copy();
    copy.keyTensors = Objects.requireNonNull(mode);
    return copy;
  }

  /**
   * Runs the model in this process, which is the default, or in a vault on this machine. With a
   * vault, the licence and the device key that are given to {@code open} are not read: the vault
   * has its own, and counts runs itself. Of the other options only {@link #trust} and {@link
   * #vaultSocket} count; session options are the vault's operator's.
   */
  public OpenOptions isolation(Isolation isolation) {
    OpenOptions copy = copy();
    copy.inVault = isolation == Isolation.VAULT;
    return copy;
  }

  /** Where the vault listens; by default {@code /run/brigandine/vault.sock}. */
  public OpenOptions vaultSocket(Path socket) {
    OpenOptions copy = copy();
    copy.vaultSocket = Objects.requireNonNull(socket);
    return copy;
  }

  /** Says that this process is a vault; {@code gate} is asked where a licence wants one. */
  OpenOptions insideVault(VaultDoor.Gate gate) {
    OpenOptions copy = copy();
    copy.vault = Objects.requireNonNull(gate);
    return copy;
  }

  /** Takes that for the machine this runs on. */
  OpenOptions machine(Machine machine) {
    OpenOptions copy = copy();
    copy.machine = machine;
    return copy;
  }

  /** Null for this one. */
  Machine machine() {
    return machine;
  }

  OpenOptions ticker(Ticker ticker) {
    OpenOptions copy = copy();
    copy.ticker = ticker;
    return copy;
  }

  /** Null if this process is no vault. */
  VaultDoor.Gate vault() {
    return vault;
  }

  boolean inVault() {
    return inVault;
  }

  Path vaultSocket() {
    return vaultSocket == null ? Path.of("/run/brigandine/vault.sock") : vaultSocket;
  }

  Ticker ticker() {
    return ticker;
  }

  /** Null if there is none. */
  HardwareCounter counter() {
    return counter;
  }

  Optional<Path> revocations() {
    return Optional.ofNullable(revocations);
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
