package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Inputs and outputs that do not fit are named; nothing from inside the model is. */
class RunRefusalsTest {
  @TempDir Path folder;
  private ProtectedModel model;
  private OnnxTensor x;

  @BeforeEach
  void open() throws Exception {
    model = new World(folder).run(TestModel.MLP.write(folder));
    x = Tensors.floats(new float[24], 1, 24);
  }

  @AfterEach
  void close() {
    x.close();
    model.close();
  }

  @Test
  void wrongMissingOrMoreInputs() throws Exception {
    assertThat(refused(ErrorCode.BAD_INPUT, () -> model.run(Map.of("z", x))))
        .hasMessageContaining("'z'");
    refused(ErrorCode.BAD_INPUT, () -> model.run(Map.of()));
    refused(ErrorCode.BAD_INPUT, () -> model.run(Map.of("x", x, "more", x)));
    Map<String, OnnxTensor> nothing = new HashMap<>();
    nothing.put("x", null);
    refused(ErrorCode.BAD_INPUT, () -> model.run(nothing));
    // The name of a weight is no input either, and is not told apart from any other name.
    assertThatThrownBy(() -> model.run(Map.of("x", x, "b1", x)))
        .hasMessage("the model has no input 'b1'");
  }

  @Test
  void wrongTypeOrShape() throws Exception {
    OrtEnvironment env = OrtEnvironment.getEnvironment();
    try (OnnxTensor longs = OnnxTensor.createTensor(env, new long[1][24]);
        OnnxTensor narrow = Tensors.floats(new float[23], 1, 23);
        OnnxTensor flat = Tensors.floats(new float[24], 24);
        OnnxTensor deep = Tensors.floats(new float[24], 1, 1, 24)) {
      assertThat(refused(ErrorCode.BAD_INPUT, () -> model.run(Map.of("x", longs))))
          .hasMessageContaining("int64")
          .hasMessageContaining("float");
      for (OnnxTensor wrong : List.of(narrow, flat, deep)) {
        assertThat(refused(ErrorCode.BAD_INPUT, () -> model.run(Map.of("x", wrong))))
            .hasMessageContaining("[-1, 24]");
      }
    }
  }

  @Test
  void outputs() {
    Map<String, OnnxTensor> feeds = Map.of("x", x);
    refused(ErrorCode.BAD_INPUT, () -> model.run(feeds, Set.of("z")));
    refused(ErrorCode.BAD_INPUT, () -> model.run(feeds, Set.of()));
    refused(ErrorCode.BAD_INPUT, () -> model.run(feeds, Map.of("z", x)));
    refused(ErrorCode.BAD_INPUT, () -> model.run(feeds, Set.of("y"), Map.of("y", x)));
    assertThatThrownBy(() -> model.run(feeds, Set.of("hidden")))
        .as("a value within is no output, and is not told apart from any other name")
        .hasMessage("the model has no output 'hidden'");
    assertThat(model.getInputNames()).isEqualTo(new LinkedHashSet<>(List.of("x")));
  }

  @Test
  void aFailureOfTheEngineNamesNothing() throws Exception {
    // Pinned memory of the wrong size: ONNX Runtime finds out while it runs, and names the node.
    try (OnnxTensor small = Tensors.floats(new float[3], 1, 3)) {
      refused(ErrorCode.ENGINE, () -> model.run(Map.of("x", x), Map.of("y", small)));
    }
  }

  @Test
  void aClosedResultAndAClosedModel() {
    ProtectedModel.Result result = model.run(Map.of("x", x));
    assertThat(result.size()).isEqualTo(1);
    assertThat(result.get("y")).isPresent();
    assertThat(result.get("z")).isEmpty();
    Iterator<?> all = result.iterator();
    all.next();
    assertThatThrownBy(all::next).isInstanceOf(NoSuchElementException.class);
    result.close();
    result.close();
    assertThatThrownBy(() -> result.get(0)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> result.get("y")).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(result::iterator).isInstanceOf(IllegalStateException.class);
    model.close();
    model.close();
    assertThatThrownBy(() -> model.run(Map.of("x", x))).isInstanceOf(IllegalStateException.class);
    assertThat(model.toString()).isEqualTo("ProtectedModel[acme/model version 1]");
  }
}
