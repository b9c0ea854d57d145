package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.HealthCheckRequest;
import dev.brigandine.vault.grpc.wire.HealthCheckResponse;
import dev.brigandine.vault.grpc.wire.HealthGrpc;
import dev.brigandine.vault.model.Models;
import io.grpc.stub.StreamObserver;

/** gRPC's own health check, which Kubernetes and load balancers ask. */
final class HealthService extends HealthGrpc.HealthImplBase {
  private final Models models;

  HealthService(Models models) {
    this.models = models;
  }

  @Override
  public void check(HealthCheckRequest request, StreamObserver<HealthCheckResponse> caller) {
    InferenceService.answer(caller, () -> status(request.getService()));
  }

  private HealthCheckResponse status(String service) {
    if (!service.isEmpty() && !service.equals(GRPCInferenceServiceGrpc.SERVICE_NAME)) {
      throw new BrigandineException(
          ErrorCode.MODEL_UNKNOWN, "there is no service '" + service + "' here");
    }
    return HealthCheckResponse.newBuilder()
        .setStatus(
            models.ready()
                ? HealthCheckResponse.ServingStatus.SERVING
                : HealthCheckResponse.ServingStatus.NOT_SERVING)
        .build();
  }
}
