package dev.brigandine.vault.harden;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Isolation;
import dev.brigandine.license.License;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Closes this process to everybody else but root, for good: not dumpable, no core files, no attach,
 * no agents, system calls refused, memory locked where it may be.
 *
 * <p>What is <em>not</em> guaranteed. Root (anyone with {@code CAP_SYS_PTRACE} or {@code
 * CAP_SYS_ADMIN}, or the kernel) still reads the process. The vault's own user is kept out from the
 * moment this is done, which is some tenths of a second after the process began and before any key
 * is read; what that user opened or attached before stays (an attached debugger is told), and he
 * decides what program runs as him anyway. Keys that the collector moved may stay in the heap until
 * they are overwritten. {@code docs/vault.md} has each measure by platform, and what was tried
 * against it.
 */
public final class ProcessHardening implements Hardening {
  private final List<Measure> measures;

  ProcessHardening(List<Measure> measures) {
    this.measures = measures;
  }

  /**
   * Takes all measures, as the first thing in the vault's process: before ONNX Runtime, a key or a
   * model is loaded, and before anything asked for a temporary file. Calling it twice is of no use.
   * It sets {@code java.io.tmpdir} and the properties by which libraries choose where to unpack.
   *
   * <p>A measure that cannot be taken is told, not thrown: whether it must be on is for the licence
   * to say ({@link #require}).
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if the process was started with what lets
   *     code of others in (an agent, {@code JAVA_TOOL_OPTIONS}, {@code LD_PRELOAD}, ...), or there
   *     is no place for its private folder
   */
  public static ProcessHardening apply(Setup setup) {
    return begin(setup.folder()).finish(setup);
  }

  /**
   * The first half of {@link #apply}, for who reads his configuration meanwhile: refuses what must
   * be, makes the private folder, and has libraries loading on threads of their own when it
   * returns.
   *
   * @param folder as in {@link Setup}
   * @throws BrigandineException as {@link #apply}
   */
  public static Begun begin(Optional<Path> folder) {
    StartedWith started = StartedWith.readAtOnce();
    started.refuse();
    String temporary = System.getProperty("java.io.tmpdir");
    PrivateFolder made = PrivateFolder.make(folder);
    Natives natives = new Natives();
    natives.start();
    EngineLoading engine = new EngineLoading(made);
    engine.start();
    return new Begun(started, temporary, made, natives, engine);
  }

  /** A process that is being closed. */
  public static final class Begun {
    private final StartedWith atOnce;
    private final String temporary;
    private final PrivateFolder folder;
    private final Natives natives;
    private final EngineLoading engine;

    private Begun(
        StartedWith atOnce,
        String temporary,
        PrivateFolder folder,
        Natives natives,
        EngineLoading engine) {
      this.atOnce = atOnce;
      this.temporary = temporary;
      this.folder = folder;
      this.natives = natives;
      this.engine = engine;
    }

    /**
     * Takes the measures; to be called once, before a key is read.
     *
     * @throws BrigandineException as {@link #apply}
     */
    public ProcessHardening finish(Setup setup) {
      StartedWith started = atOnce.readOptions();
      try {
        started.refuse();
      } catch (BrigandineException e) {
        natives.await();
        engine.await();
        throw e;
      }
      folder.sweep();
      Map<Item, Measure> taken = new EnumMap<>(Item.class);
      if (!Linux.isHere()) {
        Elsewhere.take(started, taken);
      } else if (natives.loaded()) {
        taken.putAll(Linux.take(setup, started, folder));
      } else {
        for (Item item : Item.values()) {
          taken.put(item, item.off("JNA does not load: " + natives.why(), ""));
        }
      }
      taken.put(Item.NO_AGENTS, Item.NO_AGENTS.on("started without agents; with one it does not"));
      taken.put(
          Item.NO_PRELOAD,
          Item.NO_PRELOAD.on("started without preloaded code; with it, it does not"));
      taken.put(Item.KEYS_WIPED, keysWiped());
      taken.put(Item.PRIVATE_TMP, PrivateFolder.temporary(temporary));
      engine.awaitFiles();
      return new ProcessHardening(inOrder(taken));
    }
  }

  /**
   * What a vault started on this machine, by this user and with this environment, could do. Changes
   * nothing but what this process may later do (it may load JNA). Who the callers are is not asked.
   */
  public static List<Measure> probe() {
    return inOrder(Probe.look());
  }

  static Measure keysWiped() {
    return Item.KEYS_WIPED.on(
        "keys' arrays are overwritten after use; copies the collector made go when it reuses"
            + " their place");
  }

  @Override
  public List<Measure> measures() {
    return measures;
  }

  @Override
  public void require(License license) {
    if (license.conditions().isolation() != Isolation.VAULT) {
      return;
    }
    for (Measure measure : measures) {
      if (measure.required() && measure.state() != State.ON) {
        throw new BrigandineException(
            ErrorCode.ISOLATION_REQUIRED,
            "the licence asks for a closed vault, and "
                + measure.id()
                + " is "
                + measure.state().word()
                + ": "
                + measure.detail(),
            measure.remedy().isEmpty() ? null : measure.remedy());
      }
    }
  }

  private static List<Measure> inOrder(Map<Item, Measure> taken) {
    List<Measure> all = new ArrayList<>();
    for (Item item : Item.values()) {
      all.add(taken.get(item));
    }
    return List.copyOf(all);
  }

  /** Waits for its end whatever comes, and keeps an interrupt for the caller. */
  private abstract static class Aside extends Thread {
    Aside(String name, long stack) {
      super(null, null, name, stack);
      setDaemon(true);
    }

    final void await() {
      boolean interrupted = false;
      while (isAlive()) {
        try {
          join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /**
   * Unpacks and links ONNX Runtime meanwhile: it needs no key, and takes as long as all of this. It
   * reads its environment only when it is first used, which is after the measures are taken.
   */
  private static final class EngineLoading extends Aside {
    private final PrivateFolder folder;
    private final CountDownLatch files = new CountDownLatch(1);

    EngineLoading(PrivateFolder folder) {
      // ONNX Runtime recurses over the command line: see the SDK's own thread for it.
      super("engine", 64L << 20);
      this.folder = folder;
    }

    @Override
    public void run() {
      try {
        if (Linux.isHere() && !EngineFiles.given()) {
          EngineFiles.unpack(folder.path());
        }
      } catch (IOException e) {
        // ONNX Runtime unpacks for itself, and tells what is wrong with the disk.
      } finally {
        files.countDown();
      }
      try {
        Class.forName("ai.onnxruntime.OrtEnvironment");
        EngineFiles.forget(folder.path());
      } catch (ClassNotFoundException | LinkageError | IOException e) {
        // Told when a model is opened.
      }
    }

    /** Half of a file must not be loaded. */
    void awaitFiles() {
      boolean interrupted = false;
      while (true) {
        try {
          files.await();
          break;
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Loads JNA beside the rest: that costs more than all else here. */
  static final class Natives extends Aside {
    private LinkageError failure;

    Natives() {
      super("natives", 0);
    }

    @Override
    public void run() {
      if (Linux.isHere()) {
        try {
          Libc.euid();
        } catch (LinkageError e) {
          failure = e;
        }
      }
    }

    boolean loaded() {
      await();
      return failure == null;
    }

    String why() {
      return String.valueOf(failure.getMessage());
    }
  }
}
