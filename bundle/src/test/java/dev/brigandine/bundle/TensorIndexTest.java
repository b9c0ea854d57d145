package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorIndexTest {
  private static final TensorIndex INDEX =
      new TensorIndex(
          List.of(
              new TensorIndex.Part(
                  "graph",
                  List.of("input_ids"),
                  List.of("out", "ü\n\""),
                  List.of(
                      new TensorIndex.Entry("w", 1, List.of(3L, 0L), "weights.0", 0, 0),
                      new TensorIndex.Entry("b", 16, List.of(), "weights.0", 64, 2)))),
          List.of(new PlainDigest("weights.0", new byte[32])));

  @Test
  void whatIsWrittenIsRead() {
    byte[] json = INDEX.toJson();
    assertThat(TensorIndex.parse(json)).isEqualTo(INDEX);
    ByteBuffer direct = ByteBuffer.allocateDirect(json.length + 5).position(5).put(json);
    assertThat(TensorIndex.parse(direct.position(5))).isEqualTo(INDEX);
    assertThat(direct.position()).isEqualTo(5);
  }

  @Test
  void theFormIsAsSpecified() {
    assertThat(new String(INDEX.toJson(), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"parts\":[{\"graph\":\"graph\",\"inputs\":[\"input_ids\"],"
                + "\"outputs\":[\"out\",\"ü\\u000a\\\"\"],\"weights\":["
                + "{\"name\":\"w\",\"type\":1,\"shape\":[3,0],\"section\":\"weights.0\","
                + "\"offset\":0,\"length\":0},"
                + "{\"name\":\"b\",\"type\":16,\"shape\":[],\"section\":\"weights.0\","
                + "\"offset\":64,\"length\":2}]}],"
                + "\"digests\":[{\"section\":\"weights.0\",\"sha256\":\""
                + "A".repeat(43)
                + "\"}]}");
  }

  @Test
  void whatWouldNotBeReadIsNotWritten() {
    List<TensorIndex.Entry> bad =
        List.of(
            new TensorIndex.Entry("w", 1, List.of(), "weights.0", 63, 1),
            new TensorIndex.Entry("w", -1, List.of(), "weights.0", 0, 1),
            new TensorIndex.Entry("w", 1, List.of(-1L), "weights.0", 0, 1),
            new TensorIndex.Entry("w", 1, List.of(), "Weights", 0, 1),
            new TensorIndex.Entry("\ud800", 1, List.of(), "weights.0", 0, 1));
    for (TensorIndex.Entry entry : bad) {
      TensorIndex index =
          new TensorIndex(
              List.of(new TensorIndex.Part("graph", List.of(), List.of(), List.of(entry))),
              List.of());
      assertThatThrownBy(index::toJson)
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.USAGE));
    }
  }

  @Test
  void aDigestTellsItsSectionFromAnyOther() throws Exception {
    ByteBuffer plain = ByteBuffer.allocateDirect(200_000);
    new java.util.Random(1).ints(200_000).forEach(i -> plain.put((byte) i));
    plain.flip();
    byte[] sha256 = java.security.MessageDigest.getInstance("SHA-256").digest(bytes(plain));
    PlainDigest digest = new PlainDigest("weights.0", sha256);
    digest.check(plain);
    assertThat(plain.position()).isZero();
    for (int at : new int[] {0, 65_535, 65_536, 199_999}) {
      plain.put(at, (byte) (plain.get(at) ^ 1));
      assertThatThrownBy(() -> digest.check(plain))
          .isInstanceOfSatisfying(
              BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
      plain.put(at, (byte) (plain.get(at) ^ 1));
    }
    assertThatThrownBy(() -> digest.check(plain.duplicate().limit(199_999)))
        .isInstanceOf(BrigandineException.class);
  }

  @Test
  void aSectionHasOneDigest() {
    PlainDigest digest = new PlainDigest("weights.0", new byte[32]);
    TensorIndex twice = new TensorIndex(INDEX.parts(), List.of(digest, digest));
    assertThatThrownBy(twice::toJson).hasMessageContaining("one digest");
  }

  @Test
  void aSectionWithoutDigestIsRefused() {
    assertThat(INDEX.digest("weights.0").section()).isEqualTo("weights.0");
    assertThatThrownBy(() -> INDEX.digest("weights.1"))
        .isInstanceOfSatisfying(
            BrigandineException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.TAMPERED));
  }

  private static byte[] bytes(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }
}
