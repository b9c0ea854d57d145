package dev.brigandine.runtime;

import static dev.brigandine.runtime.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxModelMetadata;
import ai.onnxruntime.OnnxTensorLike;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtSession;
import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtectedModelTest {
  @TempDir Path state;

  /** Whatever happens to the count of runs, the weights must not stay in memory. */
  @Test
  void aCountThatCannotBeGivenBackStillClosesTheEngine() throws Exception {
    Licensed licensed = Licensed.forRuns(1000);
    RunMeter meter = licensed.meter(state);
    StubEngine engine = new StubEngine();
    ProtectedModel model = new ProtectedModel(engine, null, null, null, licensed.license(), meter);
    meter.count();
    try (Stream<Path> files = Files.list(state.resolve("runs"))) {
      Files.writeString(files.findFirst().orElseThrow(), "no count");
    }
    refused(ErrorCode.TAMPERED, model::close);
    assertThat(engine.closed).isEqualTo(1);
    model.close();
    assertThat(engine.closed).isEqualTo(1);
  }

  private static final class StubEngine implements Engine {
    private int closed;

    @Override
    public Map<String, NodeInfo> inputs() {
      return Map.of();
    }

    @Override
    public Map<String, NodeInfo> outputs() {
      return Map.of();
    }

    @Override
    public OnnxModelMetadata metadata() {
      throw new UnsupportedOperationException();
    }

    @Override
    public ProtectedModel.Result run(
        Map<String, ? extends OnnxTensorLike> inputs,
        Set<String> requested,
        Map<String, ? extends OnnxValue> pinned,
        OrtSession.RunOptions options) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
