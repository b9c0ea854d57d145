package dev.brigandine.bench;

import com.google.protobuf.ByteString;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.brigandine.vault.grpc.wire.ModelInferRequest;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Callers of one server, each with a connection of its own, each waiting for its answer. */
final class GrpcCallers implements AutoCloseable {
  private final ExecutorService threads;
  private final List<ManagedChannel> channels = new ArrayList<>();
  private final List<ModelInferRequest> requests;

  GrpcCallers(String address, int callers, List<ModelInferRequest> requests) {
    this.requests = requests;
    threads = Executors.newFixedThreadPool(callers);
    for (int i = 0; i < callers; i++) {
      channels.add(NettyChannelBuilder.forTarget("dns:///" + address).usePlaintext().build());
    }
  }

  /** Requests a second while each caller makes {@code calls}. */
  double run(int calls) throws InterruptedException, ExecutionException {
    List<Callable<Void>> work = new ArrayList<>();
    for (int caller = 0; caller < channels.size(); caller++) {
      GRPCInferenceServiceBlockingStub stub =
          GRPCInferenceServiceGrpc.newBlockingStub(channels.get(caller));
      int first = caller;
      work.add(
          () -> {
            for (int i = 0; i < calls; i++) {
              stub.modelInfer(requests.get((first + i) % requests.size()));
            }
            return null;
          });
    }
    long from = System.nanoTime();
    for (Future<Void> done : threads.invokeAll(work)) {
      done.get();
    }
    return calls * (double) channels.size() / ((System.nanoTime() - from) / 1e9);
  }

  /** The answer to the first request, to be compared. */
  ByteString answer() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channels.get(0))
        .modelInfer(requests.get(0))
        .getRawOutputContents(0);
  }

  /** Sentences of that many tokens for a BERT of three inputs; no two alike. */
  static List<ModelInferRequest> sentences(int count, int tokens) {
    List<ModelInferRequest> requests = new ArrayList<>();
    for (int sentence = 0; sentence < count; sentence++) {
      ModelInferRequest.Builder request = ModelInferRequest.newBuilder().setModelName("model");
      for (String name : List.of("input_ids", "attention_mask", "token_type_ids")) {
        ByteBuffer data = ByteBuffer.allocate(8 * tokens).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < tokens; i++) {
          data.putLong(
              switch (name) {
                case "input_ids" -> 1000 + (sentence * 7919L + i * 104_729L) % 28_000;
                case "attention_mask" -> 1;
                default -> 0;
              });
        }
        request
            .addInputs(
                ModelInferRequest.InferInputTensor.newBuilder()
                    .setName(name)
                    .setDatatype("INT64")
                    .addShape(1)
                    .addShape(tokens))
            .addRawInputContents(ByteString.copyFrom(data.flip()));
      }
      requests.add(request.build());
    }
    return requests;
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
    threads.shutdownNow();
  }
}
