package dev.brigandine.vault.grpc;

import static dev.brigandine.vault.grpc.GrpcBed.floats;
import static dev.brigandine.vault.grpc.GrpcBed.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.util.concurrent.ListenableFuture;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.config.NetConfig;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.Tensor;
import inference.GRPCInferenceServiceGrpc;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Runs end when nobody waits for them, and no caller can hold the vault up. */
class CallsEndTest {
  private final Semaphore begun = new Semaphore(0);
  private final Semaphore cancelled = new Semaphore(0);
  private final CountDownLatch go = new CountDownLatch(1);
  private GrpcBed bed = bed(Duration.ofSeconds(60), new Limits(3, 3, 1 << 20));

  private GrpcBed bed(Duration bodyTimeout, Limits limits) {
    GrpcBed made =
        new GrpcBed(
            new NetConfig("127.0.0.1", 0, Optional.empty(), Optional.empty(), 1 << 20, bodyTimeout),
            limits);
    made.models.serve("held", this::held);
    return made;
  }

  /** Runs until it is cancelled or let go. */
  private List<Tensor> held(Request request) {
    begun.release();
    try {
      while (!go.await(1, TimeUnit.MILLISECONDS)) {
        if (request.cancellation().isCancelled()) {
          cancelled.release();
          throw new BrigandineException(ErrorCode.CANCELLED, "the run was cancelled");
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return request.inputs();
  }

  @AfterEach
  void close() {
    go.countDown();
    bed.close();
  }

  private static void await(Semaphore event) throws InterruptedException {
    assertThat(event.tryAcquire(60, TimeUnit.SECONDS)).isTrue();
  }

  private ListenableFuture<ModelInferResponse> hold(ManagedChannel channel) throws Exception {
    ListenableFuture<ModelInferResponse> answer =
        GRPCInferenceServiceGrpc.newFutureStub(channel).modelInfer(floats("held", 1));
    await(begun);
    return answer;
  }

  @Test
  void aDeadlineEndsTheRun() throws Exception {
    refused(
        Status.Code.DEADLINE_EXCEEDED,
        null,
        () ->
            GRPCInferenceServiceGrpc.newBlockingStub(bed.channel)
                .withDeadlineAfter(500, TimeUnit.MILLISECONDS)
                .modelInfer(floats("held", 1)));
    await(cancelled);
    bed.drained();
  }

  @Test
  void cancellingEndsTheRun() throws Exception {
    hold(bed.channel).cancel(true);
    await(cancelled);
    bed.drained();
    bed.lives();
  }

  @Test
  void aConnectionThatBreaksEndsItsRuns() throws Exception {
    ManagedChannel other = bed.connect();
    hold(other);
    other.shutdownNow();
    await(cancelled);
    bed.drained();
    bed.lives();
  }

  @Test
  void oneCallTooManyIsRefusedAtOnceAndOthersAreNot() throws Exception {
    List<ListenableFuture<ModelInferResponse>> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(hold(bed.channel));
    }
    ManagedChannel other = bed.connect();
    refused(
        Status.Code.UNAVAILABLE,
        "overloaded",
        () -> GRPCInferenceServiceGrpc.newBlockingStub(other).modelInfer(floats("echo", 1)));
    other.shutdownNow();
    assertThat(
            bed.stub()
                .serverLive(inference.GrpcPredictV2.ServerLiveRequest.getDefaultInstance())
                .getLive())
        .isTrue();
    go.countDown();
    for (ListenableFuture<ModelInferResponse> answer : held) {
      assertThat(answer.get(60, TimeUnit.SECONDS).getRawOutputContentsCount()).isEqualTo(1);
    }
    bed.drained();
    bed.lives();
  }

  /** Else calls that are cancelled at once could heap up runs without end. */
  @Test
  void aRunThatDoesNotEndWhenItIsCancelledKeepsItsPlace() throws Exception {
    bed.models.serve(
        "stubborn",
        request -> {
          begun.release();
          try {
            go.await();
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
          return request.inputs();
        });
    for (int i = 0; i < 3; i++) {
      ListenableFuture<ModelInferResponse> call =
          GRPCInferenceServiceGrpc.newFutureStub(bed.channel).modelInfer(floats("stubborn", 1));
      await(begun);
      call.cancel(true);
    }
    refused(Status.Code.UNAVAILABLE, "overloaded", () -> bed.stub().modelInfer(floats("echo", 1)));
    go.countDown();
    bed.drained();
    bed.lives();
  }

  @Test
  void requestsThatFillTheMemoryAreRefused() throws Exception {
    bed.close();
    bed = bed(Duration.ofSeconds(60), new Limits(16, 16, 1_000));
    ListenableFuture<ModelInferResponse> large =
        GRPCInferenceServiceGrpc.newFutureStub(bed.channel)
            .modelInfer(floats("held", new float[10_000]));
    await(begun);
    refused(Status.Code.UNAVAILABLE, "overloaded", () -> bed.stub().modelInfer(floats("echo", 1)));
    go.countDown();
    assertThat(large.get(60, TimeUnit.SECONDS).getRawOutputContents(0).size()).isEqualTo(40_000);
    bed.drained();
    bed.lives();
  }

  @Test
  void aBodyThatDoesNotComeIsNotWaitedFor() throws Exception {
    bed.close();
    bed = bed(Duration.ofMillis(300), new Limits(3, 3, 1 << 20));
    CompletableFuture<Metadata> trailers = new CompletableFuture<>();
    ClientCall<ModelInferRequest, ModelInferResponse> call =
        bed.channel.newCall(
            // As a stream, so that its headers go out before there is a message.
            GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder()
                .setType(MethodDescriptor.MethodType.BIDI_STREAMING)
                .build(),
            CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata last) {
            if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
              trailers.complete(last);
            } else {
              trailers.completeExceptionally(status.asRuntimeException());
            }
          }
        },
        new Metadata());
    call.request(1);
    assertThat(trailers.get(60, TimeUnit.SECONDS).get(GrpcBed.CODE)).isEqualTo("timed-out");
    bed.drained();
    bed.lives();
  }

  @Test
  void anAnswerThatIsNotTakenIsNotKept() throws Exception {
    bed.close();
    bed = bed(Duration.ofSeconds(2), new Limits(3, 3, 1 << 20));
    bed.models.serve(
        "large",
        request ->
            List.of(
                new Tensor(
                    "y", ElementType.UINT8, new long[] {32 << 20}, ByteBuffer.allocate(32 << 20))));
    CountDownLatch answered = new CountDownLatch(1);
    bed.models.closed = answered::countDown;
    ClientCall<ModelInferRequest, ModelInferResponse> call =
        bed.channel.newCall(GRPCInferenceServiceGrpc.getModelInferMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    // It never asks for its answer, so that what does not fit into its window stays with the vault.
    call.sendMessage(floats("large", 1));
    call.halfClose();
    assertThat(answered.await(60, TimeUnit.SECONDS)).isTrue();
    assertThat(bed.front.gate().calls()).isEqualTo(1);
    bed.drained();
    // By a caller of its own: the one hung up on may not have noticed yet.
    bed.livesFor(bed.connect());
  }

  @Test
  void oneConnectionTooManyIsHungUp() throws Exception {
    bed.lives();
    String[] address = bed.front.address().split(":");
    InetSocketAddress there = new InetSocketAddress(address[0], Integer.parseInt(address[1]));
    List<Socket> mine = new ArrayList<>();
    try {
      for (int i = 0; i < 2; i++) {
        mine.add(connect(there));
        assertThat(mine.get(i).getInputStream().read()).as("settings come").isNotEqualTo(-1);
      }
      try (Socket last = connect(there)) {
        assertThat(last.getInputStream().read()).isEqualTo(-1);
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("reset");
      }
      bed.lives();
    } finally {
      for (Socket socket : mine) {
        socket.close();
      }
    }
    // Those that left make room.
    int byte0 = -1;
    for (int i = 0; i < 1_000 && byte0 == -1; i++) {
      try (Socket next = connect(there)) {
        byte0 = next.getInputStream().read();
      } catch (IOException e) {
        assertThat(e).hasMessageContaining("reset");
      }
    }
    assertThat(byte0).isNotEqualTo(-1);
  }

  private static Socket connect(InetSocketAddress there) throws IOException {
    Socket socket = new Socket();
    socket.setSoTimeout(60_000);
    socket.connect(there);
    return socket;
  }

  @Test
  void stoppingLetsRunsEndAndTakesNoMore() throws Exception {
    ListenableFuture<ModelInferResponse> answer = hold(bed.channel);
    CompletableFuture<Void> closed =
        CompletableFuture.runAsync(() -> bed.front.close(Duration.ofSeconds(60)));
    ManagedChannel late = bed.connect();
    boolean refused = false;
    while (!refused) {
      try {
        GRPCInferenceServiceGrpc.newBlockingStub(late).modelInfer(floats("echo", 1));
      } catch (io.grpc.StatusRuntimeException e) {
        assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        refused = true;
      }
    }
    late.shutdownNow();
    assertThat(answer.isDone()).isFalse();
    go.countDown();
    assertThat(answer.get(60, TimeUnit.SECONDS).getRawOutputContentsCount()).isEqualTo(1);
    closed.get(60, TimeUnit.SECONDS);
  }

  @Test
  void stoppingAtOnceCancelsRuns() throws Exception {
    ListenableFuture<ModelInferResponse> answer = hold(bed.channel);
    bed.front.close();
    await(cancelled);
    assertThat(answer).failsWithin(Duration.ofSeconds(60));
  }
}
