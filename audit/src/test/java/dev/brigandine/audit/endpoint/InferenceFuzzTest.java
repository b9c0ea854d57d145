package dev.brigandine.audit.endpoint;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.code_intelligence.jazzer.mutation.annotation.NotNull;
import dev.brigandine.armor.engine.Tensor;
import java.io.IOException;
import java.util.Map;

/** Whatever a server sends is read or refused, and what is read has the size that it says. */
class InferenceFuzzTest {
  @FuzzTest
  void answer(byte @NotNull [] text) {
    Map<String, Tensor> outputs;
    try {
      outputs = Inference.read(text);
    } catch (IOException e) {
      assertThat(e).hasMessageContaining("the server's answer");
      return;
    }
    for (Tensor tensor : outputs.values()) {
      int width = tensor.elementType() == 1 || tensor.elementType() == 6 ? 4 : 8;
      assertThat(tensor.data().remaining()).isEqualTo(width * tensor.count());
    }
  }
}
