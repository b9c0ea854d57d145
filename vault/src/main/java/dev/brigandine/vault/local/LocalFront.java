package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.FrameOut;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.Front;
import dev.brigandine.vault.config.LocalConfig;
import dev.brigandine.vault.model.Models;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The way in for callers on this machine ({@code docs/vault-local.md}).
 *
 * <p>Guaranteed: nothing that a caller sends is read before the kernel has said who he is; a caller
 * reaches no memory but a file that he shares with his own connection, and nothing is read from
 * that but by copying it out first.
 *
 * <p>Not guaranteed: fairness among the callers who are let in, who share the connections that
 * there are; secrecy of a caller's tensors from another process of the same caller's user, or from
 * root.
 */
public final class LocalFront implements Front {
  /** Beyond all others, for the operator's own questions. */
  private static final int RESERVED = 8;

  private static final Duration HANDSHAKE = Duration.ofSeconds(5);
  private static final long ABORT_NANOS = 2_000_000_000;

  private final SocketPlace place;
  private final Callers callers;
  private final LocalContext context;
  private final int maxConnections;
  private final AtomicLong counter = new AtomicLong();
  private boolean closed;

  private LocalFront(SocketPlace place, Callers callers, LocalContext context, int maxConnections) {
    this.place = place;
    this.callers = callers;
    this.context = context;
    this.maxConnections = maxConnections;
  }

  /**
   * Listens and serves.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if others could put another socket in
   *     this one's place, if a vault listens there already, or if a user is unknown; ({@link
   *     ErrorCode#IO}) if the system refuses
   */
  public static LocalFront start(LocalConfig config, Models models, Control control) {
    return start(config, models, control, HANDSHAKE);
  }

  static LocalFront start(LocalConfig config, Models models, Control control, Duration handshake) {
    try {
      UserPrincipal self = self();
      Callers callers = new Callers(self, config.users());
      SocketPlace place = SocketPlace.listen(config.socket(), self, callers.root());
      boolean done = false;
      try {
        RegionFolder folder = new RegionFolder(self, new SecureRandom());
        LocalContext context =
            new LocalContext(models, control, folder, config.maxBytes(), handshake);
        LocalFront front = new LocalFront(place, callers, context, config.maxConnections());
        front.start(context.monitor(), "brigandine-local-monitor");
        front.start(front::accept, "brigandine-local-accept");
        done = true;
        return front;
      } finally {
        if (!done) {
          place.close();
        }
      }
    } catch (IOException | UnsupportedOperationException e) {
      throw new BrigandineException(
          ErrorCode.IO,
          "the local socket " + config.socket() + " cannot be made: " + e.getMessage(),
          "it wants a system with unix domain sockets that tell who connects",
          e);
    }
  }

  /** Who this process is to the file system. */
  private static UserPrincipal self() throws IOException {
    Path probe = Files.createTempFile("brigandine-", ".user");
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }

  private Thread start(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private void accept() {
    while (true) {
      try {
        admit(place.server().accept());
      } catch (ClosedChannelException e) {
        return;
      } catch (IOException e) {
        // Out of descriptors, most likely: others must go first.
        rest();
      }
    }
  }

  private static void rest() {
    try {
      TimeUnit.MILLISECONDS.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void admit(SocketChannel caller) {
    boolean done = false;
    Connection connection = null;
    try {
      Callers.Rights rights = callers.of(caller);
      if (!rights.any()) {
        refuse(
            caller,
            new BrigandineException(
                ErrorCode.CALLER_REFUSED,
                "user " + rights.user() + " is not let in",
                "the vault's operator lists users in vault.yaml, local.users"));
        return;
      }
      int most = maxConnections + (rights.reload() ? RESERVED : 0);
      if (context.monitor().connections().size() >= most) {
        refuse(
            caller,
            new BrigandineException(
                ErrorCode.OVERLOADED,
                "the vault has " + maxConnections + " connections, as many as it takes",
                "close some, or have the operator raise local.max-connections"));
        return;
      }
      connection = new Connection(caller, rights, context);
      context.monitor().add(connection);
      start(connection, "brigandine-local-" + counter.incrementAndGet());
      done = true;
    } catch (IOException | OutOfMemoryError e) {
      // He went already, or there is no thread for him: closing is all that is left.
      done = false;
    } finally {
      if (!done) {
        if (connection != null) {
          context.monitor().remove(connection);
        }
        close(caller);
      }
    }
  }

  private static void refuse(SocketChannel caller, BrigandineException e) throws IOException {
    caller.configureBlocking(false);
    caller.write(Failure.of(0, true, e).write(new FrameOut(Wire.MAX_REPLY)).end());
  }

  private static void close(SocketChannel caller) {
    try {
      caller.close();
    } catch (IOException e) {
      // There is nobody to tell.
      return;
    }
  }

  @Override
  public String kind() {
    return "local";
  }

  @Override
  public String address() {
    return place.path().toString();
  }

  /** How many callers are connected. */
  public int connections() {
    return context.monitor().connections().size();
  }

  @Override
  public String detail() {
    return connections() + " connections; " + sharedMemory();
  }

  /** Where tensors are shared, for the vault's status: one sentence. */
  String sharedMemory() {
    RegionFolder folder = context.folder();
    return folder.inMemory()
        ? "tensors are shared in memory, below " + folder.path()
        : "there is no /dev/shm here: tensors are shared by files below "
            + folder.path()
            + ", which may reach a disk";
  }

  @Override
  public void close(Duration grace) {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    Monitor monitor = context.monitor();
    try {
      context.stop();
      place.close();
      for (Connection connection : monitor.connections()) {
        connection.stop();
      }
      if (!monitor.awaitNone(grace.toNanos())) {
        for (Connection connection : monitor.connections()) {
          connection.abort();
        }
        monitor.awaitNone(ABORT_NANOS);
      }
      context.folder().close();
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.IO, "the local socket does not close: " + e.getMessage(), null, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      monitor.stop();
    }
  }
}
