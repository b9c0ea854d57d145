package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.files.KnownContent.Hits;
import dev.brigandine.audit.files.KnownContent.Search;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.Graph;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import dev.brigandine.onnx.graph.ValueType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownContentTest {
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private final Map<String, byte[]> weights = new LinkedHashMap<>();
  private KnownContent known;

  @BeforeEach
  void index() throws IOException {
    System.out.println("KnownContentTest seed " + seed);
    weights.put("encoder.tiny.bias", normal(32));
    weights.put("encoder.bias", normal(100));
    weights.put("encoder.layer.1.weight", normal(256 * 256));
    weights.put("encoder.layer.10.weight", normal(256 * 255 + 3));
    weights.put("encoder.zeros", new byte[40_000]);
    known = KnownContent.of(graph(weights));
  }

  @Test
  void whatLiesWholeIsFoundAtAnyOffset() {
    for (Map.Entry<String, byte[]> weight : weights.entrySet()) {
      for (int offset = 1000; offset < 1016; offset++) {
        byte[] place = noise(300_000 + weight.getValue().length);
        System.arraycopy(weight.getValue(), 0, place, offset, weight.getValue().length);
        Hits hits = search(place, 65_536);
        String what = weight.getKey() + " at " + offset + ", seed " + seed;
        if (weight.getKey().equals("encoder.zeros")) {
          assertThat(hits.noWeights()).as(what).isTrue();
        } else {
          assertThat(hits.tensors()).as(what).containsExactly(weight.getKey());
          int whole = weight.getValue().length / 32 * 32;
          assertThat(hits.found()).as(what).isEqualTo(whole);
          assertThat(hits.longestRun()).as(what).isEqualTo(whole);
        }
      }
    }
  }

  @Test
  void itDoesNotMatterHowTheStreamIsCut() {
    byte[] place = noise(900_000);
    int at = 100_001;
    for (byte[] weight : weights.values()) {
      System.arraycopy(weight, 0, place, at, weight.length);
      at += weight.length + 1013;
    }
    for (int cut : new int[] {1, 7, 4096, 100_003, 900_000}) {
      Hits hits = search(place, cut);
      assertThat(hits.share()).as("blocks of " + cut + ", seed " + seed).isEqualTo(1);
      assertThat(hits.tensors()).hasSize(4);
    }
  }

  @Test
  void aPageOfATensorIsFound() {
    byte[] weight = weights.get("encoder.layer.1.weight");
    for (int i = 0; i < 200; i++) {
      byte[] place = noise(50_000);
      int from = random.nextInt(weight.length - 4096);
      System.arraycopy(weight, from, place, 20_000 + i, 4096);
      Hits hits = search(place, 1 << 20);
      assertThat(hits.found()).as("from " + from + ", seed " + seed).isBetween(4032L, 4096L);
    }
  }

  /** Each name lets some heads more into the table, which had no room for the last tensors. */
  @Test
  void manyNamesHideNoTensor() throws IOException {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 3000; i++) {
      many.put("encoder.layer.of.many.names." + i, normal(32));
    }
    for (int i = 0; i < 6; i++) {
      many.put("encoder.large." + i, normal(1 << 20));
    }
    KnownContent crowded = KnownContent.of(graph(many));
    for (int i = 0; i < 6; i++) {
      byte[] weight = many.get("encoder.large." + i);
      Search search = crowded.search();
      search.accept(weight, 0, weight.length);
      assertThat(search.hits().found())
          .as("tensor " + i + ", seed " + seed)
          .isEqualTo(weight.length);
    }
  }

  /** What stands behind a tensor's last whole block is the one place to begin for some of these. */
  @Test
  void noSmallTensorIsMissedAtAnyAlignment() throws IOException {
    Map<String, byte[]> many = new LinkedHashMap<>();
    for (int i = 0; i < 1000; i++) {
      many.put("small." + i, normal(72 + i % 32));
    }
    KnownContent crowded = KnownContent.of(graph(many));
    for (int alignment = 0; alignment < 8; alignment++) {
      byte[] place = noise(1000 * 512);
      int at = alignment;
      for (byte[] weight : many.values()) {
        System.arraycopy(weight, 0, place, at, weight.length);
        at += 512;
      }
      Search search = crowded.search();
      search.accept(place, 0, place.length);
      assertThat(search.hits().tensors()).as(alignment + ", seed " + seed).hasSize(1000);
    }
  }

  @Test
  void aByteSeenTwiceCountsOnce() {
    Search search = known.search();
    byte[] weight = weights.get("encoder.layer.1.weight");
    search.accept(weight, 0, weight.length);
    long once = search.hits().found();
    search.gap();
    search.accept(ByteBuffer.wrap(weight));
    assertThat(search.hits().found()).isEqualTo(once).isEqualTo(weight.length);
  }

  @Test
  void runsDoNotCrossAGap() {
    byte[] weight = weights.get("encoder.layer.1.weight");
    Search search = known.search();
    search.accept(weight, 0, 65_536);
    search.gap();
    search.accept(weight, 65_536, 65_536);
    assertThat(search.hits().longestRun()).isEqualTo(65_536);
    assertThat(search.hits().found()).isEqualTo(131_072);
  }

  @Test
  void namesAreFoundInBothEncodings() {
    for (int offset = 0; offset < 8; offset++) {
      byte[] place = noise(10_000);
      byte[] one = "encoder.layer.10.weight\0".getBytes(UTF_8);
      byte[] two = "encoder.layer.1.weight\0".getBytes(UTF_16LE);
      System.arraycopy(one, 0, place, 1000 + offset, one.length);
      System.arraycopy(two, 0, place, 2000 + offset, two.length);
      assertThat(search(place, 777).names())
          .as("at " + offset + ", seed " + seed)
          .containsExactlyInAnyOrder("encoder.layer.10.weight", "encoder.layer.1.weight");
    }
    assertThat(search(noise(100_000), 4096).names()).isEmpty();
  }

  @Test
  void trivialContentIsNeitherKnownNorFound() throws IOException {
    byte[] ones = new byte[40_000];
    for (int i = 0; i < ones.length; i += 4) {
      ones[i + 2] = (byte) 0x80;
      ones[i + 3] = 0x3f;
    }
    KnownContent trivial = KnownContent.of(graph(Map.of("a", ones, "b", new byte[4096])));
    assertThat(trivial.known()).isZero();
    Search search = trivial.search();
    search.accept(ones, 0, ones.length);
    search.accept(new byte[1 << 20], 0, 1 << 20);
    assertThat(search.hits().noWeights()).isTrue();
    assertThat(search.hits().share()).isZero();
  }

  @Test
  void theSameTensorTwiceIsKnownOnce() throws IOException {
    byte[] weight = weights.get("encoder.layer.1.weight");
    KnownContent tied = KnownContent.of(graph(Map.of("a", weight, "b", weight.clone())));
    assertThat(tied.known()).isEqualTo(weight.length);
  }

  private Hits search(byte[] place, int cut) {
    Search search = known.search();
    for (int at = 0; at < place.length; at += cut) {
      search.accept(place, at, Math.min(cut, place.length - at));
    }
    return search.hits();
  }

  private byte[] normal(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(java.nio.ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat((float) (0.04 * random.nextGaussian()));
    }
    return bytes.array();
  }

  private byte[] noise(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    Arrays.fill(bytes, 0, 500, (byte) 0);
    return bytes;
  }

  static ModelGraph graph(Map<String, byte[]> weights) {
    Map<String, Constant> constants = new LinkedHashMap<>();
    weights.forEach(
        (name, raw) ->
            constants.put(
                name,
                raw.length % 4 == 0
                    ? Constant.of(1, List.of(raw.length / 4L), raw)
                    : Constant.of(2, List.of((long) raw.length), raw)));
    Node node = Node.of("Sum", List.copyOf(weights.keySet()), List.of("y"));
    return new ModelGraph(
        8,
        Map.of("", 17L),
        new Graph(Map.of(), Map.of("y", ValueType.tensor(1, List.of())), List.of(node), constants),
        List.of());
  }
}
