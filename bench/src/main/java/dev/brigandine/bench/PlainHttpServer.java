package dev.brigandine.bench;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.gson.Gson;
import io.javalin.Javalin;
import io.javalin.http.Context;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The Open Inference Protocol before plain ONNX Runtime as it is written in an afternoon: Javalin's
 * defaults, Gson, one session that all calls share. For 64-bit integer inputs; JSON or binary data.
 */
final class PlainHttpServer implements AutoCloseable {
  private static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;
  private final Javalin server;
  private final Gson gson = new Gson();

  /** What Gson makes of a request. */
  static final class Body {
    String id;
    List<Input> inputs;
    Map<String, Object> parameters;
  }

  /** An input. */
  static final class Input {
    String name;
    long[] shape;
    long[] data;
    Map<String, Object> parameters;
  }

  /**
   * @param threads of one run; 0 for ONNX Runtime's own choice
   */
  PlainHttpServer(Path model, int threads) throws OrtException {
    OrtSession.SessionOptions options = new OrtSession.SessionOptions();
    if (threads > 0) {
      options.setIntraOpNumThreads(threads);
    }
    session = environment.createSession(model.toString(), options);
    server =
        Javalin.create(
                config -> {
                  config.startup.showJavalinBanner = false;
                  config.startup.showOldJavalinVersionWarning = false;
                  config.jetty.host = "127.0.0.1";
                  config.jetty.port = 0;
                  config.routes.post("/v2/models/model/infer", this::infer);
                })
            .start();
  }

  String address() {
    return "http://127.0.0.1:" + server.port();
  }

  private void infer(Context context) throws OrtException {
    byte[] bytes = context.bodyAsBytes();
    String header = context.header(JSON_LENGTH);
    int json = header == null ? bytes.length : Integer.parseInt(header);
    Body body = gson.fromJson(new String(bytes, 0, json, StandardCharsets.UTF_8), Body.class);
    Map<String, OnnxTensor> inputs = new HashMap<>();
    int at = json;
    try {
      for (Input input : body.inputs) {
        LongBuffer data;
        if (input.data == null) {
          int size = ((Number) input.parameters.get("binary_data_size")).intValue();
          data = ByteBuffer.wrap(bytes, at, size).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
          at += size;
        } else {
          data = LongBuffer.wrap(input.data);
        }
        inputs.put(input.name, OnnxTensor.createTensor(environment, data, input.shape));
      }
      try (OrtSession.Result result = session.run(inputs)) {
        boolean binary =
            body.parameters != null
                && Boolean.TRUE.equals(body.parameters.get("binary_data_output"));
        answer(context, body, result, binary);
      }
    } finally {
      inputs.values().forEach(OnnxTensor::close);
    }
  }

  private void answer(Context context, Body body, OrtSession.Result result, boolean binary) {
    List<Map<String, Object>> outputs = new ArrayList<>();
    ByteArrayOutputStream apart = new ByteArrayOutputStream();
    for (Map.Entry<String, OnnxValue> each : result) {
      OnnxTensor tensor = (OnnxTensor) each.getValue();
      Map<String, Object> output = new LinkedHashMap<>();
      output.put("name", each.getKey());
      output.put("datatype", "FP32");
      output.put("shape", tensor.getInfo().getShape());
      if (binary) {
        byte[] data = new byte[tensor.getByteBuffer().remaining()];
        tensor.getByteBuffer().get(data);
        apart.writeBytes(data);
        output.put("parameters", Map.of("binary_data_size", data.length));
      } else {
        float[] data = new float[tensor.getFloatBuffer().remaining()];
        tensor.getFloatBuffer().get(data);
        output.put("data", data);
      }
      outputs.add(output);
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("model_name", "model");
    answer.put("model_version", "1");
    answer.put("id", body.id);
    answer.put("outputs", outputs);
    byte[] text = gson.toJson(answer).getBytes(StandardCharsets.UTF_8);
    if (binary) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      all.writeBytes(text);
      all.writeBytes(apart.toByteArray());
      context.header(JSON_LENGTH, Integer.toString(text.length));
      context.contentType("application/octet-stream").result(all.toByteArray());
    } else {
      context.contentType("application/json").result(text);
    }
  }

  @Override
  public void close() throws OrtException {
    server.stop();
    session.close();
  }
}
