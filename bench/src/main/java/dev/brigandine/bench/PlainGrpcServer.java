package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.brigandine.vault.grpc.wire.GRPCInferenceServiceGrpc;
import dev.brigandine.vault.grpc.wire.ModelInferRequest;
import dev.brigandine.vault.grpc.wire.ModelInferResponse;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * The Open Inference Protocol before plain ONNX Runtime as it is written in an afternoon: gRPC's
 * defaults, generated messages, one session that all calls share. For 64-bit integer inputs.
 */
final class PlainGrpcServer extends GRPCInferenceServiceGrpc.GRPCInferenceServiceImplBase
    implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Server server;

  /**
   * @param threads of one run; 0 for ONNX Runtime's own choice
   */
  PlainGrpcServer(Path model, int threads) throws OrtException, IOException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    session = environment.createSession(model.toString(), options);
    server =
        NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public void modelInfer(ModelInferRequest request, StreamObserver<ModelInferResponse> caller) {
    Map<String, OnnxTensor> inputs = new HashMap<>();
    try {
      for (int i = 0; i < request.getInputsCount(); i++) {
        ModelInferRequest.InferInputTensor input = request.getInputs(i);
        ByteBuffer data =
            request.getRawInputContents(i).asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        long[] shape = input.getShapeList().stream().mapToLong(axis -> axis).toArray();
        inputs.put(
            input.getName(), OnnxTensor.createTensor(environment, data.asLongBuffer(), shape));
      }
      ModelInferResponse.Builder response =
          ModelInferResponse.newBuilder()
              .setModelName(request.getModelName())
              .setId(request.getId());
      try (OrtSession.Result result = session.run(inputs)) {
        for (Map.Entry<String, ai.onnxruntime.OnnxValue> output : result) {
          OnnxTensor tensor = (OnnxTensor) output.getValue();
          ModelInferResponse.InferOutputTensor.Builder told =
              response.addOutputsBuilder().setName(output.getKey()).setDatatype("FP32");
          for (long axis : tensor.getInfo().getShape()) {
            told.addShape(axis);
          }
          response.addRawOutputContents(ByteString.copyFrom(tensor.getByteBuffer()));
        }
      }
      caller.onNext(response.build());
      caller.onCompleted();
    } catch (OrtException | RuntimeException e) {
      caller.onError(Status.INTERNAL.withDescription(e.getMessage()).asRuntimeException());
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  @Override
  public void close() throws OrtException {
    server.shutdownNow();
    session.close();
  }
}
