package dev.brigandine.protect;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtLoggingLevel;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import dev.brigandine.onnx.ShapeOracle;
import dev.brigandine.onnx.ValueDescription;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Shapes as ONNX Runtime infers them, without optimizing or running anything. */
final class EngineShapes implements ShapeOracle {
  @Override
  public Map<String, ValueDescription> outputs(byte[] model, List<String> names) {
    Map<String, ValueDescription> shapes = new LinkedHashMap<>();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      options.setOptimizationLevel(OrtSession.SessionOptions.OptLevel.NO_OPT);
      options.setSessionLogLevel(OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL);
      try (OrtSession session = OrtEnvironment.getEnvironment().createSession(model, options)) {
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        for (String name : names) {
          if (outputs.get(name).getInfo() instanceof TensorInfo info
              && info.onnxType == TensorInfo.OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT
              && info.getShape().length > 0) {
            shapes.put(name, new ValueDescription(name, "float32", shape(info)));
          }
        }
      }
    } catch (OrtException e) {
      // An engine that can't load the probe just can't tell: the model stays in one part.
      return Map.of();
    }
    return shapes;
  }

  private static List<String> shape(TensorInfo info) {
    List<String> shape = new ArrayList<>();
    long[] sizes = info.getShape();
    String[] symbols = info.getDimensionNames();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] >= 0) {
        shape.add(Long.toString(sizes[i]));
      } else {
        shape.add(symbols[i].isEmpty() ? "?" : symbols[i]);
      }
    }
    return shape;
  }
}
