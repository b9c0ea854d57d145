package dev.brigandine.vault.grpc;

import static dev.brigandine.vault.grpc.GrpcBed.refused;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.brigandine.license.License;
import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.vault.TinyModels;
import dev.brigandine.vault.Vendor;
import dev.brigandine.vault.config.ModelConfig;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.model.ModelShelf;
import dev.brigandine.vault.model.ShelfOptions;
import inference.GRPCInferenceServiceGrpc;
import inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import inference.GrpcPredictV2.InferTensorContents;
import inference.GrpcPredictV2.ModelInferRequest;
import inference.GrpcPredictV2.ModelMetadataRequest;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The front over sealed models that ONNX Runtime runs. */
class RealModelsTest {
  @TempDir static Path folder;
  private static ModelShelf shelf;
  private static GrpcFront front;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    Vendor vendor = new Vendor(folder);
    Path bundle =
        vendor.protect(
            TinyModels.strings(folder.resolve("words.onnx")), 1, ProtectOptions.Armor.NONE);
    ModelConfig words = vendor.config("words", bundle, vendor.license(bundle));
    shelf =
        ModelShelf.open(
            List.of(vendor.add("add", 1, 1), vendor.add("add", 2, 2), words),
            new NotHardened(),
            ShelfOptions.of(Files.createDirectory(folder.resolve("state"))));
    front = GrpcFront.start(GrpcBed.config(1 << 20), shelf);
    channel = NettyChannelBuilder.forTarget("dns:///" + front.address()).usePlaintext().build();
  }

  @AfterAll
  static void stop() {
    channel.shutdownNow();
    front.close();
    shelf.close();
  }

  private static GRPCInferenceServiceBlockingStub stub() {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS);
  }

  private static ModelInferRequest add(String version) {
    return ModelInferRequest.newBuilder()
        .setModelName("add")
        .setModelVersion(version)
        .addInputs(
            ModelInferRequest.InferInputTensor.newBuilder()
                .setName("x")
                .setDatatype("FP32")
                .addShape(1)
                .addShape(4)
                .setContents(
                    InferTensorContents.newBuilder().addAllFp32Contents(List.of(1f, 2f, 3f, 4f))))
        .build();
  }

  @Test
  void eachVersionAnswersForItself() {
    assertThat(stub().modelInfer(add("1")).getOutputs(0).getContents().getFp32ContentsList())
        .containsExactly(2f, 3f, 4f, 5f);
    assertThat(stub().modelInfer(add("")).getOutputs(0).getContents().getFp32ContentsList())
        .containsExactly(3f, 4f, 5f, 6f);
    assertThat(
            stub()
                .modelMetadata(ModelMetadataRequest.newBuilder().setName("add").build())
                .getVersionsList())
        .containsExactly("2", "1");
  }

  @Test
  void whatAModelDoesNotTakeIsRefused() {
    ModelInferRequest good = add("");
    for (ModelInferRequest bad :
        List.of(
            good.toBuilder().clearInputs().build(),
            good.toBuilder().addInputs(good.getInputs(0)).build(),
            good.toBuilder().setInputs(0, good.getInputs(0).toBuilder().setName("layer7")).build(),
            good.toBuilder()
                .setInputs(0, good.getInputs(0).toBuilder().clearShape().addShape(4))
                .build(),
            good.toBuilder()
                .addOutputs(
                    ModelInferRequest.InferRequestedOutputTensor.newBuilder().setName("bias"))
                .build())) {
      refused(Status.Code.INVALID_ARGUMENT, "bad-input", () -> stub().modelInfer(bad));
    }
    assertThat(stub().modelInfer(good).getOutputsCount()).isEqualTo(1);
  }

  @Test
  void stringsBothWaysAndStringsThatLie() {
    List<ByteString> words =
        Stream.of("", "grün", "日本", "x".repeat(5000)).map(ByteString::copyFromUtf8).toList();
    ModelInferRequest.InferInputTensor x =
        ModelInferRequest.InferInputTensor.newBuilder()
            .setName("x")
            .setDatatype("BYTES")
            .addShape(1)
            .addShape(4)
            .build();
    ModelInferRequest empty = ModelInferRequest.newBuilder().setModelName("words").build();
    ModelInferRequest typed =
        empty.toBuilder()
            .addInputs(
                x.toBuilder()
                    .setContents(InferTensorContents.newBuilder().addAllBytesContents(words)))
            .build();
    assertThat(stub().modelInfer(typed).getOutputs(0).getContents().getBytesContentsList())
        .isEqualTo(words);
    ByteString raw = ByteString.EMPTY;
    for (ByteString word : words) {
      raw = raw.concat(length(word.size())).concat(word);
    }
    ModelInferRequest request = empty.toBuilder().addInputs(x).addRawInputContents(raw).build();
    assertThat(stub().modelInfer(request).getRawOutputContents(0)).isEqualTo(raw);
    for (ByteString lie :
        List.of(
            ByteString.EMPTY,
            raw.substring(0, raw.size() - 1),
            raw.concat(length(0)),
            raw.concat(ByteString.copyFromUtf8("x")),
            length(-1).concat(raw),
            length(Integer.MAX_VALUE).concat(raw),
            raw.substring(0, 4 * 3))) {
      refused(
          Status.Code.INVALID_ARGUMENT,
          "bad-input",
          () -> stub().modelInfer(request.toBuilder().setRawInputContents(0, lie).build()));
    }
  }

  private static ByteString length(int length) {
    return ByteString.copyFrom(
        ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(length).flip());
  }

  /** The test's own process is not the thing on trial here. */
  private static final class NotHardened implements Hardening {
    @Override
    public List<Measure> measures() {
      return List.of();
    }

    @Override
    public void require(License license) {}
  }
}
