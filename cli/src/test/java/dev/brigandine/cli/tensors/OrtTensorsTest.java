package dev.brigandine.cli.tensors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxSequence;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class OrtTensorsTest {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();

  @ParameterizedTest
  @EnumSource(
      mode = Mode.EXCLUDE,
      names = {"STRING", "UINT16", "UINT32", "UINT64"})
  void theBitsSurvive(ElementType type) {
    ByteBuffer data = ByteBuffer.allocateDirect(6 * type.bytes());
    for (int i = 0; i < data.limit(); i++) {
      data.put(i, (byte) (type == ElementType.BOOL ? i % 2 : i * 37));
    }
    Tensor tensor = Tensor.of("x", type, new long[] {2, 3}, data);
    try (OnnxTensor ort = OrtTensors.toOrt(environment, tensor)) {
      assertThat(OrtTensors.fromOrt("x", ort)).isEqualTo(tensor);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"UINT16", "UINT32", "UINT64"})
  void whatTheJavaInterfaceCanNotMakeIsSaid(ElementType type) {
    Tensor tensor = Tensor.of("x", type, new long[] {1}, ByteBuffer.allocateDirect(type.bytes()));
    assertThatThrownBy(() -> OrtTensors.toOrt(environment, tensor))
        .hasMessage(
            "input x is " + type.id() + ", which ONNX Runtime's Java interface can not pass");
  }

  @Test
  void stringsAndScalarsAndEmptyTensorsSurvive() {
    for (Tensor tensor :
        List.of(
            Tensor.ofStrings("s", new long[] {2, 2}, List.of("a", "", "東京", "😀")),
            Tensor.ofStrings("s", new long[0], List.of("one")),
            Tensors.floats("f", new long[0], 2.5f),
            Tensors.floats("f", new long[] {2, 0}))) {
      try (OnnxTensor ort = OrtTensors.toOrt(environment, tensor)) {
        assertThat(OrtTensors.fromOrt(tensor.name(), ort)).isEqualTo(tensor);
      }
    }
  }

  @Test
  void noValueIsNoTensor() {
    assertThatThrownBy(() -> OrtTensors.fromOrt("y", (OnnxSequence) null))
        .hasMessage("output y is no dense tensor, which files can not hold");
  }
}
