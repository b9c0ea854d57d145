package dev.brigandine.vault.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TensorTest {
  private static Tensor tensor(ElementType type, int bytes, long... shape) {
    return new Tensor("x", type, shape, ByteBuffer.allocate(bytes));
  }

  private static void refused(ElementType type, int bytes, long... shape) {
    assertThatThrownBy(() -> tensor(type, bytes, shape)).isInstanceOf(BrigandineException.class);
  }

  @Test
  void shapeAndBytesAgreeOrItIsRefused() {
    assertThat(tensor(ElementType.FP32, 24, 2, 3).elements()).isEqualTo(6);
    assertThat(tensor(ElementType.FP64, 8).elements()).isEqualTo(1);
    assertThat(tensor(ElementType.INT8, 0, 1L << 62, 1L << 62, 0).elements()).isZero();
    refused(ElementType.FP32, 24, 2, 4);
    refused(ElementType.FP32, 24, -2, -3);
    // Products that wrap around to what would fit.
    refused(ElementType.INT8, 0, 1L << 32, 1L << 32);
    refused(ElementType.FP32, 4, (1L << 62) + 1, 1);
    refused(ElementType.FP32, 0, 1L << 62);
    refused(ElementType.INT8, 1, new long[Tensor.MAX_RANK + 1]);
  }

  @Test
  void truthIsZeroOrOne() {
    ByteBuffer bytes = ByteBuffer.wrap(new byte[] {7, 0, 1, 1, 2}).position(1).limit(4);
    assertThat(new Tensor("x", ElementType.BOOL, new long[] {3}, bytes).elements()).isEqualTo(3);
    bytes.limit(5);
    assertThatThrownBy(() -> new Tensor("x", ElementType.BOOL, new long[] {4}, bytes))
        .hasMessageContaining("neither 0 nor 1");
    bytes.put(4, (byte) -1);
    assertThatThrownBy(() -> new Tensor("x", ElementType.BOOL, new long[] {4}, bytes))
        .hasMessageContaining("neither 0 nor 1");
  }
}
