package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.ModelInferResponse;
import dev.brigandine.vault.model.Models;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.protobuf.ProtoUtils;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Takes calls of {@code ModelInfer} in. Its callbacks come on the threads that read the network,
 * where nothing may block; runs go to {@code runs}.
 *
 * @param timers for bodies that take too long
 * @param bodyTimeout for a request to come, and for its answer to be taken
 */
record InferHandler(
    Models models,
    Gate gate,
    Executor runs,
    ScheduledExecutorService timers,
    Connections connections,
    Duration bodyTimeout)
    implements ServerCallHandler<RequestBytes, ModelInferResponse> {

  MethodDescriptor<RequestBytes, ModelInferResponse> method() {
    return GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
            RequestBytes.marshaller(gate),
            ProtoUtils.marshaller(ModelInferResponse.getDefaultInstance()))
        .build();
  }

  @Override
  public ServerCall.Listener<RequestBytes> startCall(
      ServerCall<RequestBytes, ModelInferResponse> call, Metadata headers) {
    if (!gate.enter()) {
      // Before any of the body was read.
      Statuses.of(ErrorCode.OVERLOADED, "as many calls are under way as are taken").close(call);
      return new ServerCall.Listener<>() {};
    }
    return new InferCall(this, call);
  }
}
