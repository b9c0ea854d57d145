package dev.brigandine.vault.grpc;

import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.ModelMetadataRequest;
import dev.brigandine.vault.grpc.wire.ModelMetadataResponse;
import dev.brigandine.vault.grpc.wire.ModelReadyRequest;
import dev.brigandine.vault.grpc.wire.ModelReadyResponse;
import dev.brigandine.vault.grpc.wire.ServerLiveRequest;
import dev.brigandine.vault.grpc.wire.ServerLiveResponse;
import dev.brigandine.vault.grpc.wire.ServerMetadataRequest;
import dev.brigandine.vault.grpc.wire.ServerMetadataResponse;
import dev.brigandine.vault.grpc.wire.ServerReadyRequest;
import dev.brigandine.vault.grpc.wire.ServerReadyResponse;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.ServedModel;
import io.grpc.stub.StreamObserver;
import java.util.Objects;
import java.util.function.Supplier;

/** The five calls that run no model; none of them waits for anything. */
final class InferenceService extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase {
  private final Models models;

  InferenceService(Models models) {
    this.models = models;
  }

  @Override
  public void serverLive(ServerLiveRequest request, StreamObserver<ServerLiveResponse> caller) {
    answer(caller, () -> ServerLiveResponse.newBuilder().setLive(true).build());
  }

  @Override
  public void serverReady(ServerReadyRequest request, StreamObserver<ServerReadyResponse> caller) {
    answer(caller, () -> ServerReadyResponse.newBuilder().setReady(models.ready()).build());
  }

  @Override
  public void modelReady(ModelReadyRequest request, StreamObserver<ModelReadyResponse> caller) {
    answer(
        caller,
        () ->
            ModelReadyResponse.newBuilder()
                .setReady(find(request.getName(), request.getVersion()).trouble().isEmpty())
                .build());
  }

  @Override
  public void serverMetadata(
      ServerMetadataRequest request, StreamObserver<ServerMetadataResponse> caller) {
    String version = InferenceService.class.getPackage().getImplementationVersion();
    answer(
        caller,
        () ->
            ServerMetadataResponse.newBuilder()
                .setName("brigandine")
                .setVersion(Objects.requireNonNullElse(version, "development"))
                .build());
  }

  @Override
  public void modelMetadata(
      ModelMetadataRequest request, StreamObserver<ModelMetadataResponse> caller) {
    answer(caller, () -> metadata(find(request.getName(), request.getVersion())));
  }

  private ServedModel find(String name, String version) {
    return models.find(name, Versions.parse(name, version));
  }

  private ModelMetadataResponse metadata(ServedModel model) {
    ModelMetadataResponse.Builder metadata =
        ModelMetadataResponse.newBuilder().setName(model.name()).setPlatform("onnx_onnxv1");
    models.versions(model.name()).forEach(version -> metadata.addVersions(Long.toString(version)));
    model.inputs().forEach(input -> metadata.addInputs(tensor(input)));
    model.outputs().forEach(output -> metadata.addOutputs(tensor(output)));
    return metadata.build();
  }

  private static ModelMetadataResponse.TensorMetadata tensor(TensorSpec spec) {
    ModelMetadataResponse.TensorMetadata.Builder tensor =
        ModelMetadataResponse.TensorMetadata.newBuilder()
            .setName(spec.name())
            .setDatatype(
                ElementType.ofWord(spec.type()).map(ElementType::protocolName).orElse(spec.type()));
    for (String axis : spec.shape()) {
      boolean sized = !axis.isEmpty() && axis.chars().allMatch(c -> c >= '0' && c <= '9');
      tensor.addShape(sized ? Long.parseLong(axis) : -1);
    }
    return tensor.build();
  }

  static <T> void answer(StreamObserver<T> caller, Supplier<T> answer) {
    T found;
    try {
      found = answer.get();
    } catch (RuntimeException e) {
      caller.onError(Statuses.of(e).exception());
      return;
    }
    caller.onNext(found);
    caller.onCompleted();
  }
}
