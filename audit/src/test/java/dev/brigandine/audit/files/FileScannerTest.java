package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.audit.result.FoundModel.Exposure;
import dev.brigandine.onnx.graph.ModelGraph;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileScannerTest {
  @TempDir Path folder;
  private final long seed = new Random().nextLong();
  private final Random random = new Random(seed);
  private ModelGraph graph;
  private byte[] onnx;

  @BeforeEach
  void model() throws IOException {
    System.out.println("FileScannerTest seed " + seed);
    graph = Planted.graph(random);
    onnx = Planted.onnx(graph);
  }

  @Test
  void anOnnxFileIsOneAndTellsWhatIsInIt() throws IOException {
    Sighting found = only(onnx);
    assertThat(found.format()).isEqualTo(Format.ONNX);
    assertThat(found.exposure()).isEqualTo(Exposure.OPEN);
    assertThat(found.length()).isEqualTo(onnx.length);
    assertThat(found.tells()).startsWith("1 operators of 1 kinds, 60 thousand parameters");
    assertThat(found.tells()).contains("with 4 names").doesNotContain("cut off");
  }

  @Test
  void aCutOneIsSaidToBe() throws IOException {
    Sighting found = only(java.util.Arrays.copyOf(onnx, onnx.length - 1000));
    assertThat(found.tells()).endsWith("cut off");
    assertThat(found.length()).isEqualTo(onnx.length - 1000);
  }

  @Test
  void modelsInAProgramAreFoundAtAnyOffset() throws IOException {
    for (int offset = 140_000; offset < 140_009; offset++) {
      for (int key : new int[] {0, 0x5a, 0xff}) {
        byte[] place = Planted.within(random, 700_000, offset, Planted.xored(onnx, (byte) key));
        place[offset + onnx.length] = 0; // no field's tag
        Sighting found = only(place);
        String what = "at " + offset + " under " + key + ", seed " + seed;
        assertThat(found.format()).as(what).isEqualTo(Format.ONNX);
        assertThat(found.offset()).as(what).isEqualTo(offset);
        assertThat(found.exposure()).as(what).isEqualTo(key == 0 ? Exposure.OPEN : Exposure.VEILED);
        if (key == 0) {
          assertThat(found.length()).as(what).isEqualTo(onnx.length);
        }
      }
      assertThat(only(Planted.within(random, 300_000, offset, Planted.tflite(random))).format())
          .as("TFLite at " + offset + ", seed " + seed)
          .isEqualTo(Format.TFLITE);
      assertThat(only(Planted.within(random, 300_000, offset, Planted.gguf(random))).format())
          .isEqualTo(Format.GGUF);
      assertThat(
              only(Planted.within(random, 300_000, offset, Planted.safetensors(random))).format())
          .isEqualTo(Format.SAFETENSORS);
    }
  }

  @Test
  void aModelAcrossTheBordersOfBlocksIsFound() throws IOException {
    for (int at = (136 << 10) - 300; at < (136 << 10) + 10; at += 31) {
      Sighting found = only(Planted.within(random, 500_000, at, Planted.tflite(random)));
      assertThat(found.offset()).as("seed " + seed).isEqualTo(at);
      assertThat(only(Planted.within(random, 600_000, at, onnx)).offset()).isEqualTo(at);
    }
  }

  @Test
  void shortKeysAreFoundOut() throws IOException {
    for (int length : new int[] {1, 2, 3, 4, 7}) {
      byte[] key = Planted.noise(random, length);
      key[0] |= 1;
      Sighting found = only(Planted.xored(Planted.tflite(random), key));
      assertThat(found.format()).as(length + " bytes, seed " + seed).isEqualTo(Format.TFLITE);
      assertThat(found.exposure()).isEqualTo(Exposure.VEILED);
    }
    for (int length : new int[] {16, 32}) {
      Sighting found = only(Planted.xored(Planted.tflite(random), Planted.noise(random, length)));
      assertThat(found.veil()).contains("key of " + length + " bytes");
    }
    // By what pytorch writes first.
    byte[] made = "\b\7\22\7pytorch\32\0052.0.1".getBytes(UTF_8);
    byte[] whole = new byte[onnx.length - 2 + made.length];
    System.arraycopy(made, 0, whole, 0, made.length);
    System.arraycopy(onnx, 2, whole, made.length, onnx.length - 2);
    assertThat(only(whole).tells()).contains("producer pytorch 2.0.1");
    for (int length : new int[] {1, 2, 5, 8, 11, 16}) {
      byte[] key = Planted.noise(random, length);
      key[0] |= 1;
      Sighting found = only(Planted.xored(whole, key));
      assertThat(found.format()).as(length + " bytes, seed " + seed).isEqualTo(Format.ONNX);
      assertThat(found.exposure()).isEqualTo(Exposure.VEILED);
      assertThat(found.tells()).contains("60 thousand parameters");
    }
  }

  /**
   * Keys under which a model begins as a script, as gzip, as a program for Windows, as an ONNX
   * file.
   */
  @Test
  void aKeyThatMakesAModelBeginAsAnotherKindOfFileHidesNothing() throws IOException {
    byte[][] keys = {{0x3f, 0x21}, {0x03, (byte) 0x8b}, {0x51, 0x5a}, {0x14, 0x4e, (byte) 0xca}};
    for (byte[] key : keys) {
      Sighting found = only(Planted.xored(Planted.tflite(random), key));
      assertThat(found.format()).isEqualTo(Format.TFLITE);
      assertThat(found.exposure()).isEqualTo(Exposure.VEILED);
    }
  }

  @Test
  void base64AndGzipWithinAFileAreLookedBehind() throws IOException {
    byte[] text =
        ("const model = \"" + Base64.getEncoder().encodeToString(onnx) + "\";").getBytes(UTF_8);
    Sighting found = only(text);
    assertThat(found.veil()).isEqualTo("in base64");
    assertThat(found.offset()).isEqualTo(15);
    byte[] lines = Base64.getMimeEncoder().encode(Planted.tflite(random));
    assertThat(only(lines).format()).isEqualTo(Format.TFLITE);
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(onnx);
    }
    found = only(Planted.within(random, packed.size() + 9_000, 4_321, packed.toByteArray()));
    assertThat(found.veil()).isEqualTo("in gzip");
    assertThat(found.offset()).isEqualTo(4_321);
  }

  @Test
  void bareNumbersAndEncryptedFilesAreToldApart() throws IOException {
    Sighting found = only(Planted.normal(random, 600_000));
    assertThat(found.format()).isEqualTo(Format.NUMBERS);
    assertThat(found.tells()).contains("float32");
    found = only(Planted.noise(random, 2_000_000));
    assertThat(found.format()).isEqualTo(Format.NOISE);
    assertThat(found.exposure()).isEqualTo(Exposure.UNKNOWN);
    byte[] text = "all work and no play makes a dull boy\n".repeat(60_000).getBytes(UTF_8);
    assertThat(scan(text)).as("text").isEmpty();
    assertThat(scan(new byte[3_000_000])).as("zeros").isEmpty();
    assertThat(scan(Planted.noise(random, 100_000))).as("little noise").isEmpty();
  }

  @Test
  void otherFormatsAreToldByTheirBeginnings() throws IOException {
    assertThat(only("7767517\n75 83\nInput data 0 1 data\n".getBytes(UTF_8)).format())
        .isEqualTo(Format.NCNN);
    String xml =
        "<?xml version=\"1.0\"?>\n<net name=\"m\" version=\"11\"><layers><layer/></layers></net>";
    assertThat(only(xml.getBytes(UTF_8)).format()).isEqualTo(Format.OPENVINO);
    assertThat(only(Planted.within(random, 1000, 0, "ptrt".getBytes(UTF_8))).format())
        .isEqualTo(Format.TENSORRT);
    assertThat(only(Planted.within(random, 1000, 0, "RKNN".getBytes(UTF_8))).format())
        .isEqualTo(Format.RKNN);
    String tfjs = "{\"format\":\"layers-model\",\"modelTopology\":{},\"weightsManifest\":[]}";
    assertThat(only(tfjs.getBytes(UTF_8)).format()).isEqualTo(Format.TFJS);
    byte[] graphDef = "\n\30\n\5input\22\13Placeholder*\2\b\1".getBytes(UTF_8);
    assertThat(only(graphDef).format()).isEqualTo(Format.GRAPH_DEF);
  }

  @Test
  void knownWeightsAreFoundInAProgram() throws IOException {
    KnownContent known = KnownContent.of(graph);
    KnownContent.Search search = known.search();
    byte[] one = Planted.normal(random, 1);
    byte[] tensor = graph.graph().constants().get("encoder.layer.2.bias").load().array();
    Path file = Files.write(folder.resolve("a"), Planted.within(random, 400_000, 333_333, tensor));
    new FileScanner(n -> {}).scan(file, search);
    assertThat(search.hits().tensors()).as("seed " + seed).containsExactly("encoder.layer.2.bias");
    assertThat(search.hits().found()).isEqualTo(tensor.length);
    assertThat(one).hasSize(4);
  }

  private Sighting only(byte[] bytes) throws IOException {
    List<Sighting> found = scan(bytes);
    assertThat(found).as("seed " + seed).hasSize(1);
    return found.get(0);
  }

  private List<Sighting> scan(byte[] bytes) throws IOException {
    Path file = Files.write(folder.resolve("file.bin"), bytes);
    StreamScan.Finding found = new FileScanner(n -> {}).scan(file, null);
    assertThat(found.bytes()).isEqualTo(bytes.length);
    assertThat(found.cut()).isFalse();
    return found.sightings();
  }
}
