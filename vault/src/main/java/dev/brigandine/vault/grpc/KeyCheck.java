package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.HealthGrpc;
import dev.brigandine.vault.net.ApiKeys;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.util.Set;

/**
 * Lets in who shows an API key ({@code authorization: Bearer}), before anything of the request is
 * read. Probes hold no keys, so whether the vault lives and is ready is told to everybody.
 */
record KeyCheck(ApiKeys keys) implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private static final Set<String> OPEN =
      Set.of(
          GRPCInferenceServiceGrpc.getServerLiveMethod().getFullMethodName(),
          GRPCInferenceServiceGrpc.getServerReadyMethod().getFullMethodName(),
          HealthGrpc.getCheckMethod().getFullMethodName());

  @Override
  public <I, O> ServerCall.Listener<I> interceptCall(
      ServerCall<I, O> call, Metadata headers, ServerCallHandler<I, O> next) {
    if (OPEN.contains(call.getMethodDescriptor().getFullMethodName())
        || keys.holderByHeader(headers.get(AUTHORIZATION)).isPresent()) {
      return next.startCall(call, headers);
    }
    Statuses.of(ErrorCode.CALLER_REFUSED, "this call needs an API key, and a good one").close(call);
    return new ServerCall.Listener<>() {};
  }
}
