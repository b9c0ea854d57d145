package dev.brigandine.runtime;

import static dev.brigandine.runtime.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class BuffersTest {
  @Test
  void closeWipesWhatWasGivenBackAndWhatWasNot() {
    Buffers buffers = new Buffers();
    ByteBuffer kept = fill(buffers.take(200_000));
    ByteBuffer given = fill(buffers.take(70_001));
    buffers.giveBack(given);
    ByteBuffer again = fill(buffers.take(50_000));
    assertThat(again).as("shared").isSameAs(given);
    buffers.close();
    assertThat(isZero(kept)).as("kept").isTrue();
    assertThat(isZero(given)).as("given back, all of its capacity").isTrue();
  }

  @Test
  void aBufferIsExactlyAsLongAsAskedForAndDirect() {
    try (Buffers buffers = new Buffers()) {
      ByteBuffer first = buffers.take(1000);
      assertThat(first.isDirect()).isTrue();
      assertThat(first.order()).isEqualTo(ByteOrder.nativeOrder());
      assertThat(first.remaining()).isEqualTo(1000);
      buffers.giveBack(first);
      assertThat(buffers.take(600)).isSameAs(first);
      assertThat(first.position()).isZero();
      assertThat(first.remaining()).isEqualTo(600);
    }
  }

  @Test
  void aMuchLargerBufferIsNotSpentOnASmallOne() {
    try (Buffers buffers = new Buffers()) {
      ByteBuffer large = buffers.take(1000);
      buffers.giveBack(large);
      assertThat(buffers.take(499)).isNotSameAs(large);
    }
  }

  @Test
  void moreThanABufferHoldsIsRefusedAndNothingElse() {
    try (Buffers buffers = new Buffers()) {
      refused(ErrorCode.TAMPERED, () -> buffers.take(1L << 31));
      refused(ErrorCode.TAMPERED, () -> buffers.take(Long.MAX_VALUE));
    }
  }

  @Test
  void nothingAtAllIsFine() {
    try (Buffers buffers = new Buffers()) {
      assertThat(buffers.take(0).remaining()).isZero();
    }
  }

  private static ByteBuffer fill(ByteBuffer buffer) {
    for (int i = 0; i < buffer.limit(); i++) {
      buffer.put(i, (byte) 0x5a);
    }
    return buffer;
  }

  private static boolean isZero(ByteBuffer buffer) {
    for (int i = 0; i < buffer.capacity(); i++) {
      if (buffer.get(i) != 0) {
        return false;
      }
    }
    return true;
  }
}
