package dev.brigandine.vault.local;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.MalformedFrameException;
import dev.brigandine.runtime.internal.local.Region;
import dev.brigandine.runtime.internal.local.Run;
import dev.brigandine.runtime.internal.local.RunResult;
import dev.brigandine.runtime.internal.local.Welcome;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** One caller's connection, on a thread of its own, from the first frame to the last. */
final class Connection implements Runnable {
  private static final int IDLE = 0;
  private static final int ACTIVE = 1;
  private static final int STOPPED = 2;

  private final SocketChannel channel;
  private final Callers.Rights rights;
  private final LocalContext context;
  private final AtomicInteger state = new AtomicInteger(ACTIVE);
  private volatile CallerLink link;

  private ServedModel model;
  private RunReader reader;
  private AnswerWriter writer;
  private SharedRegion region;
  private int regions;

  Connection(SocketChannel channel, Callers.Rights rights, LocalContext context) {
    this.channel = channel;
    this.rights = rights;
    this.context = context;
  }

  /** For {@link Monitor}. */
  void look(long now) {
    CallerLink current = link;
    if (current != null) {
      current.look(now);
    }
  }

  /** Ends it as soon as it does nothing. */
  void stop() {
    if (state.compareAndSet(IDLE, STOPPED)) {
      close();
    }
  }

  /** Ends it now, with its run. */
  void abort() {
    CallerLink current = link;
    if (current != null) {
      current.cancel();
    }
    close();
  }

  private void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // It is over all the same.
      return;
    }
  }

  @Override
  public void run() {
    try {
      link = new CallerLink(channel, new Idle(context.crowd()));
      serve();
    } catch (IOException e) {
      // The caller went; there is nobody to tell.
      return;
    } finally {
      try {
        if (region != null) {
          region.close();
        }
      } catch (IOException e) {
        region = null;
      } finally {
        close();
        context.monitor().remove(this);
      }
    }
  }

  private void serve() throws IOException {
    try {
      link.await(context.handshakeNanos());
      while (handle() && settle()) {
        link.await(model == null ? context.handshakeNanos() : 0);
        if (!state.compareAndSet(IDLE, ACTIVE)) {
          return;
        }
      }
    } catch (MalformedFrameException e) {
      refuse(new BrigandineException(ErrorCode.BAD_INPUT, e.getMessage(), null));
    } catch (BrigandineException e) {
      refuse(e);
    } catch (RuntimeException | StackOverflowError | OutOfMemoryError | InternalError e) {
      // Of which the caller is to learn nothing.
      refuse(new BrigandineException(ErrorCode.INTERNAL, "the vault failed", null));
    }
  }

  /** Whether another frame may come. */
  private boolean settle() {
    state.set(IDLE);
    if (context.stopping() && state.compareAndSet(IDLE, STOPPED)) {
      return false;
    }
    return true;
  }

  /** The last word. */
  private void refuse(BrigandineException e) throws IOException {
    Failure.of(0, false, e).write(link.out());
    link.send();
  }

  /** Handles the frame at hand; whether the connection goes on. */
  private boolean handle() throws IOException {
    switch (link.type()) {
      case Wire.HELLO -> hello();
      case Wire.RUN -> runOnce();
      case Wire.GROW -> grow();
      case Wire.CANCEL -> link.take(); // of a run that ended meanwhile
      case Wire.STATUS -> {
        return control(rights.status(), false);
      }
      case Wire.RELOAD -> {
        return control(rights.reload(), true);
      }
      default -> throw new MalformedFrameException("a frame has type " + link.type());
    }
    return true;
  }

  private boolean control(boolean granted, boolean reload) throws IOException {
    if (model != null || link.body().i32() != Wire.MAGIC) {
      throw new MalformedFrameException("a question for the vault itself comes first and alone");
    }
    if (!granted) {
      throw refused();
    }
    link.take();
    String text = reload ? context.control().reload() : context.control().status();
    link.out().begin(Wire.TEXT).longText(text);
    link.send();
    return false;
  }

  private void hello() throws IOException {
    Hello hello = Hello.read(link.body());
    link.take();
    if (model != null) {
      throw new MalformedFrameException("a second HELLO came");
    }
    if (!rights.run()) {
      throw refused();
    }
    ServedModel found = ModelChoice.of(hello, context.models());
    List<TensorSpec> inputs = found.inputs();
    List<TensorSpec> outputs = found.outputs();
    reader = new RunReader(names(inputs), names(outputs));
    writer = new AnswerWriter(names(outputs));
    new Welcome(
            found.name(),
            found.version(),
            context.maxBytes(),
            found.signer().thumbprint(),
            found.license().jwt(),
            found.manifest(),
            inputs,
            outputs)
        .write(link.out());
    link.send();
    attach(Math.min(context.firstBytes(), context.maxBytes()));
    model = found;
  }

  private BrigandineException refused() {
    return new BrigandineException(
        ErrorCode.CALLER_REFUSED,
        "user " + rights.user() + " may not do that here",
        "the vault's operator lists users in vault.yaml, local.users");
  }

  private static List<String> names(List<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).toList();
  }

  private void grow() throws IOException {
    long wanted = link.body().i64();
    link.take();
    requireGreeted();
    if (wanted <= 0 || wanted > context.maxBytes()) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE,
          "a run of " + wanted + " bytes is asked for, the most is " + context.maxBytes(),
          null);
    }
    attach(wanted);
  }

  private void requireGreeted() {
    if (model == null) {
      throw new MalformedFrameException("the first frame is no HELLO");
    }
  }

  /** Gives the caller a region of at least so many bytes, and waits until he has it. */
  private void attach(long bytes) throws IOException {
    SharedRegion next = region(Math.min(context.maxBytes(), Memory.rounded(bytes)));
    boolean done = false;
    try {
      new Region(next.id(), next.size(), next.path().toString()).write(link.out());
      link.send();
      link.await(context.handshakeNanos());
      while (link.type() == Wire.CANCEL) {
        link.take();
        link.await(context.handshakeNanos());
      }
      if (link.type() != Wire.ATTACHED || link.body().i32() != next.id()) {
        throw new MalformedFrameException("a region is not attached but something else said");
      }
      link.take();
      next.unlink();
      done = true;
    } finally {
      if (!done) {
        next.close();
      }
    }
    if (region != null) {
      region.close();
    }
    region = next;
  }

  private SharedRegion region(long size) {
    try {
      return context.folder().create(++regions, size);
    } catch (IOException e) {
      throw new BrigandineException(
          ErrorCode.OVERLOADED,
          "the vault has no shared memory for a run of " + size + " bytes",
          "its operator makes " + context.folder().path().getParent() + " larger");
    }
  }

  private void runOnce() throws IOException {
    final long start = System.nanoTime();
    Run run = Run.read(link.body());
    link.take();
    requireGreeted();
    if (context.stopping()) {
      Failure.of(
              run.id(),
              true,
              new BrigandineException(ErrorCode.VAULT_UNREACHABLE, "the vault is stopping", null))
          .write(link.out());
      link.send();
      return;
    }
    try {
      answer(run, start);
    } catch (BrigandineException e) {
      Failure.of(run.id(), false, e).write(link.out());
    }
    link.send();
  }

  /** Runs, and leaves the answer to be sent. */
  private void answer(Run run, long start) throws IOException {
    Cancellation cancellation = new Cancellation();
    Request request = reader.read(run, region, cancellation);
    try (Answer answer = runModel(run.id(), request, start)) {
      long needed = writer.place(answer);
      if (needed > context.maxBytes()) {
        throw new BrigandineException(
            ErrorCode.TOO_LARGE,
            "the answer has " + needed + " bytes, the vault gives " + context.maxBytes(),
            "its operator sets local.max-bytes");
      }
      if (needed > region.size()) {
        attach(needed);
      }
      writer.write(answer, region);
      new RunResult(
              run.id(),
              answer.version(),
              System.nanoTime() - start,
              context.crowd().busy(1),
              writer.placed())
          .write(link.out());
    }
  }

  private Answer runModel(int id, Request request, long start) throws IOException {
    context.crowd().enter();
    Answer answer = null;
    boolean done = false;
    link.runs(id, start, request.cancellation());
    try {
      answer = model.run(request);
    } finally {
      context.crowd().leave();
      try {
        link.ran();
        done = true;
      } finally {
        if (!done && answer != null) {
          answer.close();
        }
      }
    }
    return answer;
  }
}
