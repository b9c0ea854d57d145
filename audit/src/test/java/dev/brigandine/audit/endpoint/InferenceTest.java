package dev.brigandine.audit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.engine.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferenceTest {
  @Test
  void flatOrNested() throws IOException {
    for (String data :
        new String[] {"[1, 2.5, \"-Infinity\", 4]", "[[1, 2.5], [\"-Infinity\", 4]]"}) {
      Map<String, Tensor> outputs =
          read(
              "{\"model_name\": \"m\", \"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\","
                  + " \"shape\": [2, 2], \"parameters\": {\"a\": [1]}, \"data\": "
                  + data
                  + "}]}");
      Tensor y = outputs.get("y");
      assertThat(y.shape()).containsExactly(2, 2);
      assertThat(y.data().getFloat(4)).isEqualTo(2.5f);
      assertThat(y.data().getFloat(8)).isEqualTo(Float.NEGATIVE_INFINITY);
    }
  }

  @Test
  void otherTypesAreLeftOut() throws IOException {
    assertThat(
            read(
                "{\"outputs\": [{\"name\": \"s\", \"datatype\": \"BYTES\", \"shape\": [1],"
                    + " \"data\": [\"word\"]}]}"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{",
        "{\"outputs\": 3}",
        "{\"outputs\": []} more",
        "{\"outputs\": [{\"name\": \"y\"}]}",
        "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [3], \"data\": [1]}]}",
        "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [-1], \"data\": []}]}",
        "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [1e30], \"data\": []}]}",
        "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [9999999, 9999999, 9999999],"
            + " \"data\": []}]}",
        "{\"outputs\": [{\"name\": \"y\", \"datatype\": \"FP32\", \"shape\": [1], \"data\": [{]}]}",
      })
  void whatIsNoAnswerIsRefused(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(IOException.class);
  }

  private static Map<String, Tensor> read(String text) throws IOException {
    return Inference.read(text.getBytes(StandardCharsets.UTF_8));
  }
}
