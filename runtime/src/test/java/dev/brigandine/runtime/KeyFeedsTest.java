package dev.brigandine.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.KeySpec;
import dev.brigandine.bundle.KeySpec.Kind;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Key tensors from their derivation to their end. */
class KeyFeedsTest {
  private static final List<KeySpec> SPECS =
      List.of(
          new KeySpec("s", Kind.SCALE, 1, 6, List.of(2L, 3L)),
          new KeySpec("p", Kind.PERMUTE, 1, 5, List.of(5L)),
          new KeySpec("m", Kind.MIX, 2, 4, List.of(2L, 4L, 4L)));

  private static KeyDerivation derive(ActivationKey activation, KeyTensorsMode mode) {
    Background<Void> before =
        new Background<>("before") {
          @Override
          Void make() {
            return null;
          }
        };
    before.start();
    KeyDerivation derivation = new KeyDerivation(before, SPECS, activation, mode);
    derivation.start();
    return derivation;
  }

  private static boolean zero(ByteBuffer buffer) {
    return buffer.duplicate().clear().equals(ByteBuffer.allocate(buffer.capacity()));
  }

  @ParameterizedTest
  @EnumSource
  void theyAreTensorsOfTheirShapesUntilTheyAreWiped(KeyTensorsMode mode) throws Exception {
    try (ActivationKey activation = ActivationKey.generate(new SecureRandom())) {
      KeyDerivation derivation = derive(activation, mode);
      KeyFeeds feeds = new KeyFeeds(SPECS, derivation);
      feeds.make(OrtEnvironment.getEnvironment());
      assertThat(feeds.tensors().keySet()).containsExactly("s", "p", "m");
      OnnxTensor permutation = feeds.tensors().get("p");
      long[] places = new long[5];
      permutation.getLongBuffer().get(places);
      if (mode == KeyTensorsMode.NONE) {
        assertThat(places).containsOnly(0);
      } else {
        assertThat(places).containsExactlyInAnyOrder(0, 1, 2, 3, 4);
      }
      assertThat(feeds.tensors().get("m").getInfo().getShape()).containsExactly(2, 4, 4);
      assertThat(feeds.tensors().get("s").getInfo().getShape()).containsExactly(2, 3);
      for (ByteBuffer elements : derivation.get()) {
        assertThat(zero(elements)).isEqualTo(mode == KeyTensorsMode.NONE);
      }
      feeds.close();
      assertThat(permutation.isClosed()).isTrue();
      for (ByteBuffer elements : derivation.get()) {
        assertThat(zero(elements)).isTrue();
      }
    }
  }

  @Test
  void onlyTheirOwnAreTheSameEachTime() {
    try (ActivationKey activation = ActivationKey.generate(new SecureRandom())) {
      ByteBuffer own = derive(activation, KeyTensorsMode.OWN).get()[2];
      ByteBuffer wrong = derive(activation, KeyTensorsMode.WRONG).get()[2];
      assertThat(derive(activation, KeyTensorsMode.OWN).get()[2]).isEqualTo(own);
      assertThat(wrong).isNotEqualTo(own);
      assertThat(derive(activation, KeyTensorsMode.WRONG).get()[2]).isNotEqualTo(wrong);
    }
  }
}
