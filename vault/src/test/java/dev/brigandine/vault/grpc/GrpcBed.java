package dev.brigandine.vault.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.brigandine.vault.config.NetConfig;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.nio.NioEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/**
 * A front over models that answer as told, and a caller. The caller's stubs and messages were
 * compiled by the Camel project from KServe's file: not ours on both ends.
 */
final class GrpcBed implements AutoCloseable {
  static final Metadata.Key<String> CODE =
      Metadata.Key.of("brigandine-code", Metadata.ASCII_STRING_MARSHALLER);

  final DoubleModels models = new DoubleModels();
  final GrpcFront front;
  final ManagedChannel channel;
  private final NioEventLoopGroup loop = new NioEventLoopGroup(1);

  GrpcBed(NetConfig config, Limits limits) {
    front = GrpcFront.start(config, models, limits);
    channel = connect();
  }

  GrpcBed() {
    this(config(1 << 20), new Limits(64, 64, 16 << 20));
  }

  static NetConfig config(long maxBytes) {
    return new NetConfig(
        "127.0.0.1", 0, Optional.empty(), Optional.empty(), maxBytes, Duration.ofSeconds(60));
  }

  ManagedChannel connect() {
    return NettyChannelBuilder.forTarget("dns:///" + front.address())
        .eventLoopGroup(loop)
        .channelType(NioSocketChannel.class)
        .usePlaintext()
        .maxInboundMessageSize(64 << 20)
        .build();
  }

  GRPCInferenceServiceBlockingStub stub() {
    return stub(channel);
  }

  private static GRPCInferenceServiceBlockingStub stub(ManagedChannel channel) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  static ModelInferRequest floats(String model, float... values) {
    ByteBuffer data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return ModelInferRequest.newBuilder()
        .setModelName(model)
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(values.length))
        .addRawInputContents(ByteString.copyFrom(data))
        .build();
  }

  /** That it fails so; the code is null for what gRPC itself refuses. */
  static StatusRuntimeException refused(Status.Code status, String code, ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(StatusRuntimeException.class);
    StatusRuntimeException failure = (StatusRuntimeException) thrown;
    assertThat(failure.getStatus().getCode()).as(failure.toString()).isEqualTo(status);
    assertThat(failure.getTrailers() == null ? null : failure.getTrailers().get(CODE))
        .as(failure.toString())
        .isEqualTo(code);
    return failure;
  }

  /** It answers, rightly. */
  void lives() {
    answers(channel);
  }

  /** It answers a caller who has a channel of his own, which is closed afterwards. */
  void livesFor(ManagedChannel caller) {
    try {
      answers(caller);
    } finally {
      caller.shutdownNow();
    }
  }

  private static void answers(ManagedChannel channel) {
    assertThat(stub(channel).modelInfer(floats("echo", 1, 2)).getRawOutputContents(0))
        .isEqualTo(floats("echo", 1, 2).getRawInputContents(0));
  }

  /** Every call has left, with its bytes. */
  void drained() throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    while (front.gate().calls() != 0 || front.gate().bytes() != 0) {
      assertThat(System.nanoTime()).as("calls and bytes that stay in").isLessThan(end);
      java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
    }
  }

  @Override
  public void close() {
    channel.shutdownNow();
    front.close();
    loop.shutdownGracefully(0, 5, TimeUnit.SECONDS);
  }
}
