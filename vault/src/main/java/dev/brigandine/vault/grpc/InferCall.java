package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.ModelInferResponse;
import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import io.grpc.Grpc;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One call of {@code ModelInfer}, from its headers until its answer has left, or its caller has.
 * gRPC calls in on one thread at a time.
 */
final class InferCall extends ServerCall.Listener<RequestBytes> {
  private final InferHandler front;
  private final ServerCall<RequestBytes, ModelInferResponse> call;
  private final Cancellation cancellation = new Cancellation();

  /** Whoever sets it answers the call: the run, or what kept it from being one. */
  private final AtomicBoolean settled = new AtomicBoolean();

  private final AtomicBoolean left = new AtomicBoolean();

  /** The call, and its run. */
  private final AtomicInteger holds = new AtomicInteger(1);

  private final Future<?> slow;
  private RequestBytes request;

  /** Goes off when the answer has not left; null until it is on its way. */
  private volatile Future<?> taken;

  InferCall(InferHandler front, ServerCall<RequestBytes, ModelInferResponse> call) {
    this.front = front;
    this.call = call;
    slow =
        front.timers().schedule(this::tooSlow, front.bodyTimeout().toNanos(), TimeUnit.NANOSECONDS);
    // Two, so that a second message is seen.
    call.request(2);
  }

  private void tooSlow() {
    refuse(
        Statuses.of(
            ErrorCode.TIMED_OUT,
            "the request did not arrive within " + front.bodyTimeout().toMillis() + " ms"));
  }

  @Override
  public void onMessage(RequestBytes message) {
    if (request != null) {
      front.gate().give(message.taken());
      refuse(Statuses.of(ErrorCode.BAD_INPUT, "ModelInfer takes one message, not a stream"));
    } else {
      request = message;
    }
  }

  @Override
  public void onHalfClose() {
    slow.cancel(false);
    if (request == null) {
      refuse(Statuses.of(ErrorCode.BAD_INPUT, "the call brought no message"));
    } else if (request.problem() != null) {
      refuse(request.problem());
    } else if (settled.compareAndSet(false, true)) {
      holds.incrementAndGet();
      try {
        front.runs().execute(this::run);
      } catch (RejectedExecutionException e) {
        letGo();
        Statuses.of(ErrorCode.VAULT_UNREACHABLE, "the vault is stopping").close(call);
      }
    }
  }

  private void refuse(Statuses why) {
    if (settled.compareAndSet(false, true)) {
      why.close(call);
    }
  }

  /** The caller cancelled, its deadline passed, or its connection broke. */
  @Override
  public void onCancel() {
    slow.cancel(false);
    // Nobody is left to be answered, unless the run does it already.
    settled.set(true);
    cancellation.cancel();
    leave();
  }

  /** The answer has left. */
  @Override
  public void onComplete() {
    slow.cancel(false);
    leave();
  }

  private void leave() {
    if (left.compareAndSet(false, true)) {
      Future<?> untaken = taken;
      if (untaken != null) {
        untaken.cancel(false);
      }
      letGo();
    }
  }

  /** Out of the gate once the call is over and its run, which may take a while to end, too. */
  private void letGo() {
    if (holds.decrementAndGet() == 0) {
      front.gate().leave();
      if (request != null) {
        front.gate().give(request.taken());
      }
    }
  }

  private void run() {
    Statuses failure = null;
    try {
      answer();
    } catch (Throwable e) {
      // Also what a bug or a full heap throws: the caller waits, and the vault lives on.
      failure = Statuses.of(e);
    }
    letGo();
    try {
      if (failure == null) {
        call.close(Status.OK, new Metadata());
        watch();
      } else {
        failure.close(call);
      }
    } catch (IllegalStateException closed) {
      // gRPC ended it when it failed at sending.
      cancellation.cancel();
    }
  }

  private void answer() {
    if (cancellation.isCancelled()) {
      throw new BrigandineException(ErrorCode.CANCELLED, "the caller cancelled the run");
    }
    InferRequest asked = InferRequestReader.read(request.bytes());
    ServedModel model =
        front.models().find(asked.model(), Versions.parse(asked.model(), asked.version()));
    try (Answer answer = model.run(new Request(asked.inputs(), asked.outputs(), cancellation))) {
      ModelInferResponse response = InferResponseWriter.write(asked, answer);
      call.sendHeaders(new Metadata());
      // Copies the message into Netty's buffers before it returns, so the answer may be closed.
      call.sendMessage(response);
    }
  }

  /** An answer that is not taken holds memory and a place. */
  private void watch() {
    Future<?> untaken =
        front.timers().schedule(this::hangUp, front.bodyTimeout().toNanos(), TimeUnit.NANOSECONDS);
    taken = untaken;
    if (left.get()) {
      untaken.cancel(false);
    }
  }

  private void hangUp() {
    if (!left.get()) {
      front.connections().hangUp(call.getAttributes().get(Grpc.TRANSPORT_ATTR_REMOTE_ADDR));
    }
  }
}
