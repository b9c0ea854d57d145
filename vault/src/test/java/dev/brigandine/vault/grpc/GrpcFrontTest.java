package dev.brigandine.vault.grpc;

import static dev.brigandine.vault.grpc.GrpcBed.floats;
import static dev.brigandine.vault.grpc.GrpcBed.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.vault.grpc.wire.HealthCheckRequest;
import dev.brigandine.vault.grpc.wire.HealthCheckResponse.ServingStatus;
import dev.brigandine.vault.grpc.wire.HealthGrpc;
import dev.brigandine.vault.model.Tensor;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelInferResponse;
import inference.GrpcPredictV2.ModelMetadataRequest;
import inference.GrpcPredictV2.ModelMetadataResponse;
import inference.GrpcPredictV2.ModelReadyRequest;
import inference.GrpcPredictV2.ServerLiveRequest;
import inference.GrpcPredictV2.ServerMetadataRequest;
import inference.GrpcPredictV2.ServerReadyRequest;
import io.grpc.Status;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The six calls, as a client that was compiled elsewhere makes them. */
class GrpcFrontTest {
  private final GrpcBed bed = new GrpcBed();

  @AfterEach
  void close() {
    bed.close();
  }

  @Test
  void tellsWhetherItLivesAndIsReady() {
    assertThat(bed.front.kind()).isEqualTo("grpc");
    assertThat(bed.front.address()).matches("127\\.0\\.0\\.1:[0-9]+");
    assertThat(bed.stub().serverLive(ServerLiveRequest.getDefaultInstance()).getLive()).isTrue();
    assertThat(bed.stub().serverReady(ServerReadyRequest.getDefaultInstance()).getReady()).isTrue();
    assertThat(check("")).isEqualTo(ServingStatus.SERVING);
    assertThat(check("inference.GRPCInferenceService")).isEqualTo(ServingStatus.SERVING);
    bed.models.ready = false;
    assertThat(bed.stub().serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
        .isFalse();
    assertThat(check("")).isEqualTo(ServingStatus.NOT_SERVING);
    refused(Status.Code.NOT_FOUND, "model-unknown", () -> check("other"));
  }

  private ServingStatus check(String service) {
    return HealthGrpc.newBlockingStub(bed.channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  @Test
  void tellsWhetherAModelIsReady() {
    ModelReadyRequest echo = ModelReadyRequest.newBuilder().setName("echo").build();
    assertThat(bed.stub().modelReady(echo).getReady()).isTrue();
    assertThat(bed.stub().modelReady(echo.toBuilder().setVersion("6").build()).getReady()).isTrue();
    bed.models.trouble = new BrigandineException(ErrorCode.LICENSE_EXPIRED, "over");
    assertThat(bed.stub().modelReady(echo).getReady()).isFalse();
    refused(
        Status.Code.NOT_FOUND,
        "model-unknown",
        () -> bed.stub().modelReady(echo.toBuilder().setVersion("5").build()));
  }

  @Test
  void tellsOfItselfAndOfAModel() {
    assertThat(bed.stub().serverMetadata(ServerMetadataRequest.getDefaultInstance()).getName())
        .isEqualTo("brigandine");
    ModelMetadataResponse echo =
        bed.stub().modelMetadata(ModelMetadataRequest.newBuilder().setName("echo").build());
    assertThat(echo.getName()).isEqualTo("echo");
    assertThat(echo.getPlatform()).isEqualTo("onnx_onnxv1");
    assertThat(echo.getVersionsList()).containsExactly("7", "6");
    assertThat(echo.getInputs(0).getName()).isEqualTo("x");
    assertThat(echo.getInputs(0).getDatatype()).isEqualTo("FP32");
    assertThat(echo.getInputs(0).getShapeList()).containsExactly(-1L, 4L, -1L);
    assertThat(echo.getOutputs(0).getDatatype()).isEqualTo("BYTES");
    refused(
        Status.Code.NOT_FOUND,
        "model-unknown",
        () -> bed.stub().modelMetadata(ModelMetadataRequest.getDefaultInstance()));
  }

  @Test
  void answersWithIdVersionAndTheOutputsAskedFor() {
    bed.models.serve(
        "named",
        request ->
            request.outputs().stream()
                .map(name -> new Tensor(name, type(request), new long[] {1}, data(request)))
                .toList());
    ModelInferResponse answer =
        bed.stub()
            .modelInfer(
                floats("named", 4).toBuilder()
                    .setId("frage 7 ü")
                    .setModelVersion("6")
                    .addOutputs(output("b"))
                    .addOutputs(output("a"))
                    .build());
    assertThat(answer.getId()).isEqualTo("frage 7 ü");
    assertThat(answer.getModelName()).isEqualTo("named");
    assertThat(answer.getModelVersion()).isEqualTo("6");
    assertThat(answer.getOutputsList()).extracting(it -> it.getName()).containsExactly("b", "a");
    assertThat(bed.stub().modelInfer(floats("echo", 1)).getModelVersion()).isEqualTo("7");
  }

  private static dev.brigandine.vault.model.ElementType type(
      dev.brigandine.vault.model.Request request) {
    return request.inputs().get(0).type();
  }

  private static java.nio.ByteBuffer data(dev.brigandine.vault.model.Request request) {
    return request.inputs().get(0).data();
  }

  private static ModelInferRequest.InferRequestedOutputTensor output(String name) {
    return ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName(name).build();
  }

  @ParameterizedTest
  @CsvSource({
    "other, ''",
    "echo, 5",
    "echo, newest",
    "echo, +7",
    "echo, -7",
    "echo, 99999999999999999999",
    "'', ''"
  })
  void anUnknownModelOrVersionIsNotFound(String model, String version) {
    refused(
        Status.Code.NOT_FOUND,
        "model-unknown",
        () -> bed.stub().modelInfer(floats(model, 1).toBuilder().setModelVersion(version).build()));
    bed.lives();
  }

  @ParameterizedTest
  @EnumSource(ErrorCode.class)
  void everyFailureKeepsItsCodeAndItsSentence(ErrorCode code) throws Exception {
    bed.models.serve(
        "broken",
        request -> {
          throw new BrigandineException(code, "so it is: ä", "do that");
        });
    var failure =
        refused(Statuses.code(code), code.id(), () -> bed.stub().modelInfer(floats("broken", 1)));
    assertThat(failure.getStatus().getDescription())
        .isEqualTo(
            code == ErrorCode.INTERNAL || code == ErrorCode.IO
                ? "the vault failed"
                : "so it is: ä; do that");
    bed.drained();
    bed.lives();
  }

  @ParameterizedTest
  @CsvSource({
    "BAD_INPUT, INVALID_ARGUMENT",
    "MODEL_UNKNOWN, NOT_FOUND",
    "LICENSE_EXPIRED, PERMISSION_DENIED",
    "REVOKED, PERMISSION_DENIED",
    "NO_FREE_LEASE, UNAVAILABLE",
    "RATE_LIMITED, RESOURCE_EXHAUSTED",
    "TOO_LARGE, RESOURCE_EXHAUSTED",
    "OVERLOADED, UNAVAILABLE",
    "TIMED_OUT, DEADLINE_EXCEEDED",
    "CANCELLED, CANCELLED",
    "CALLER_REFUSED, UNAUTHENTICATED",
    "ENGINE, INTERNAL",
    "INTERNAL, INTERNAL"
  })
  void statusesAreThoseOfTheDocs(ErrorCode code, Status.Code status) {
    assertThat(Statuses.code(code)).isEqualTo(status);
  }

  @Test
  void whatFailsUnexpectedlyTellsNothing() throws Exception {
    for (Throwable failure :
        List.of(
            new IllegalStateException("layer7.weight"),
            new StackOverflowError("layer7.weight"),
            new OutOfMemoryError("layer7.weight"))) {
      bed.models.serve("broken", request -> sneak(failure));
      assertThat(
              refused(
                      Status.Code.INTERNAL,
                      "internal",
                      () -> bed.stub().modelInfer(floats("broken", 1)))
                  .toString())
          .doesNotContain("layer7");
    }
    bed.drained();
    bed.lives();
  }

  @SuppressWarnings("unchecked")
  private static <E extends Throwable> List<Tensor> sneak(Throwable failure) throws E {
    throw (E) failure;
  }

  @Test
  void aLongNameMakesNoTrailerThatClientsRefuse() {
    ModelInferRequest.Builder request = floats("echo", 1).toBuilder();
    request.getInputsBuilder(0).setName("ü".repeat(20_000)).setDatatype("NONE");
    refused(
        Status.Code.INVALID_ARGUMENT, "bad-input", () -> bed.stub().modelInfer(request.build()));
  }

  @Test
  void sixteenCallersGetTheirOwnAnswers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(16);
    try {
      List<? extends Future<?>> all =
          IntStream.range(0, 16)
              .mapToObj(
                  caller ->
                      callers.submit(
                          () -> {
                            for (int i = 0; i < 60; i++) {
                              ModelInferRequest request = floats("echo", caller, i, caller * i);
                              assertThat(bed.stub().modelInfer(request).getRawOutputContents(0))
                                  .isEqualTo(request.getRawInputContents(0));
                            }
                          }))
              .toList();
      for (Future<?> one : all) {
        one.get();
      }
    } finally {
      callers.shutdownNow();
    }
    bed.drained();
  }
}
