package dev.brigandine.vault.model;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;

/**
 * The models of a vault, open, and the way to run them. Safe for all threads.
 *
 * <p>A model that does not open does not keep the others from being served: {@link #status} tells
 * why, and {@link #ready} is false. {@link #reload} opens what is new before it lets go of what was
 * there, so for a moment both take their memory, and of a floating licence both a seat.
 *
 * <p>Not guaranteed: that a run ends at its deadline or cancellation to the moment. The engine
 * looks for that between two nodes of the model; and who runs the engine for others as well goes on
 * until their part is done too.
 */
public final class ModelShelf implements Models, AutoCloseable {
  private final Opening opening;
  private final ShelfOptions options;
  private final BufferPool pool;
  private final Deadlines deadlines = new Deadlines();

  /** All engines that are not closed yet, retired ones too. */
  private final Set<OpenModel> engines = ConcurrentHashMap.newKeySet();

  private volatile Shelves shelves = Shelves.EMPTY;
  private volatile boolean closed;

  private ModelShelf(Hardening hardening, ShelfOptions options) {
    this.options = options;
    opening = new Opening(hardening, options);
    NativeHeap.keepNothingLarge();
    pool = new BufferPool(options.pooledBytes());
  }

  /** Opens all that open. What does not is told by {@link #status()}. */
  public static ModelShelf open(
      List<ModelConfig> configs, Hardening hardening, ShelfOptions options) {
    ModelShelf shelf = new ModelShelf(hardening, options);
    shelf.reload(configs);
    return shelf;
  }

  @Override
  public ServedModel find(String name, OptionalLong version) {
    current(name, version);
    return new Served(this, name, version);
  }

  /** The one that serves that now. */
  OpenModel current(String name, OptionalLong version) {
    if (closed) {
      throw Gate.stopping();
    }
    Shelves now = shelves;
    OpenModel model = now.find(name, version);
    if (model == null) {
      throw unknown(now, name, version);
    }
    return model;
  }

  private static BrigandineException unknown(Shelves now, String name, OptionalLong version) {
    List<Long> versions = now.versions(name);
    if (!versions.isEmpty()) {
      return new BrigandineException(
          ErrorCode.MODEL_UNKNOWN,
          "the vault does not serve version " + version.getAsLong() + " of model '" + name + "'",
          "it serves " + versions);
    }
    return new BrigandineException(
        ErrorCode.MODEL_UNKNOWN,
        "the vault serves no model '" + name + "'",
        now.isConfigured(name)
            ? "it is configured and did not open; brigandine vault status says why"
            : "it serves " + now.names());
  }

  @Override
  public List<ServedModel> all() {
    List<ServedModel> all = new ArrayList<>();
    for (String name : shelves.names()) {
      all.add(new Served(this, name, OptionalLong.empty()));
    }
    return List.copyOf(all);
  }

  @Override
  public List<Long> versions(String name) {
    return shelves.versions(name);
  }

  @Override
  public boolean ready() {
    return !closed && status().stream().allMatch(ModelStatus::ready);
  }

  /** How each entry of the configuration is, in its order. */
  public List<ModelStatus> status() {
    return shelves.slots().stream().map(Slot::status).toList();
  }

  /**
   * Makes the shelf as {@code configs} say. What is new, or whose entry or files changed, is
   * opened; what opens takes its place in one moment, and what it replaced is closed when the last
   * run on it has ended. Where the new one does not open, the old one goes on; but not if it is its
   * own licence that was revoked meanwhile.
   */
  public synchronized ReloadReport reload(List<ModelConfig> configs) {
    if (closed) {
      throw Gate.stopping();
    }
    Reload reload = new Reload(shelves.slots(), this::openModel);
    Shelves next = reload.to(configs);
    shelves = next;
    reload.retired().forEach(OpenModel::letGo);
    if (reload.hasOpened()) {
      NativeHeap.giveBack();
    }
    return reload.report();
  }

  private OpenModel openModel(ModelConfig config) {
    List<String> marks = FileMarks.of(config);
    List<String> licence = FileMarks.ofLicence(config);
    ProtectedModel model = opening.open(config);
    boolean done = false;
    try {
      OpenModel open = new OpenModel(config, marks, licence, model, pool, deadlines, this::forget);
      engines.add(open);
      done = true;
      return open;
    } finally {
      if (!done) {
        model.close();
      }
    }
  }

  private void forget(OpenModel model) {
    engines.remove(model);
    options.closed().accept(model);
  }

  /**
   * Lets no new run in, waits for those under way and those that wait, ends them when {@code grace}
   * is over, closes the engines and wipes what buffers are at hand. A run that does not end, since
   * it is in one long node, is waited for: to close its engine under it would crash the process.
   */
  public void close(Duration grace) {
    List<OpenModel> open;
    synchronized (this) {
      closed = true;
      open = List.copyOf(engines);
      open.forEach(model -> model.runner().gate().shut());
      List<Slot> slots = shelves.slots();
      shelves = Shelves.EMPTY;
      slots.stream().filter(slot -> slot.model() != null).forEach(slot -> slot.model().letGo());
    }
    long end = System.nanoTime() + grace.toNanos();
    boolean interrupted = false;
    for (OpenModel model : open) {
      interrupted |= !await(model, end);
    }
    while (!engines.isEmpty()) {
      // Again and again: a run may have begun between two looks.
      engines.forEach(model -> model.runner().gate().stop());
      deadlines.terminateAll();
      LockSupport.parkNanos(1_000_000);
      interrupted |= Thread.interrupted();
    }
    deadlines.close();
    pool.wipe();
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static boolean await(OpenModel model, long end) {
    try {
      model.awaitClosed(Math.max(0, end - System.nanoTime()));
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  /** Ends what is under way. */
  @Override
  public void close() {
    close(Duration.ZERO);
  }
}
