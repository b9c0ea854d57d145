package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import dev.brigandine.onnx.testing.Protos;
import dev.brigandine.onnx.testing.TestModel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is in the file: it reads, or the refusal says why. */
class NotOnnxTest {
  @TempDir Path folder;

  private OnnxException refusal(byte[] bytes) throws IOException {
    return TestBytes.refusal(Files.write(folder.resolve("model.onnx"), bytes));
  }

  private void refuses(byte[] bytes, String code, String... words) throws IOException {
    OnnxException refusal = refusal(bytes);
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo(code);
    for (String word : words) {
      assertThat(refusal).hasMessageContaining(word);
    }
    assertThat(refusal.getMessage()).doesNotContain("\n").doesNotEndWith(".");
  }

  @Test
  void whatIsNoModelIsRefused() throws IOException {
    refuses(new byte[0], "not-onnx", "model.onnx is empty");
    refuses("{\"model\": 3}\n".getBytes(StandardCharsets.UTF_8), "not-onnx", "is no onnx model");
    refuses("PK\3\4 and so on".getBytes(StandardCharsets.UTF_8), "not-onnx");
    refuses(new byte[4096], "not-onnx", "an impossible field number");
    refuses(Protos.model(Protos.graph("empty")).build().toByteArray(), "no-graph", "outputs");
    ModelProto whole = ModelProto.parseFrom(TestModel.MLP.bytes());
    refuses(whole.toBuilder().clearGraph().build().toByteArray(), "no-graph", "no graph");
    refuses(whole.toBuilder().clearOpsetImport().build().toByteArray(), "no-graph", "operator set");
  }

  @Test
  void aMissingFileAndAFolderAreRefused() {
    assertThat(TestBytes.refusal(folder.resolve("none.onnx")).code()).isEqualTo("not-found");
    assertThat(TestBytes.refusal(folder).code()).isEqualTo("unreadable");
  }

  @Test
  void randomBytesAreRefused() throws IOException {
    Random random = new Random(4);
    for (int i = 0; i < 2_000; i++) {
      byte[] bytes = new byte[1 + random.nextInt(300)];
      random.nextBytes(bytes);
      assertThat(refusal(bytes)).as("try %d", i).isNotNull();
    }
  }

  @Test
  void cutAnywhereItReadsOrIsRefused() throws IOException {
    byte[] whole = TestModel.OPTIONAL_INPUT.bytes();
    int read = 0;
    for (int length = 0; length < whole.length; length++) {
      OnnxException refusal = refusal(Arrays.copyOf(whole, length));
      read += refusal == null ? 1 : 0;
    }
    // The operator set comes last here: nothing shorter is a model.
    assertThat(read).isZero();
  }

  @Test
  void flippedAnywhereItReadsOrIsRefused() throws IOException {
    for (TestModel model : List.of(TestModel.SHADOWED, TestModel.FP16, TestModel.EMBEDDING)) {
      byte[] whole = model.bytes();
      Random random = new Random(5);
      for (int i = 0; i < 3_000; i++) {
        byte[] bytes = whole.clone();
        for (int flips = 1 + random.nextInt(3); flips > 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        assertThatCode(() -> refusal(bytes)).doesNotThrowAnyException();
        Path file = folder.resolve("model.onnx");
        assertThatCode(() -> TestBytes.rebuildRefusal(file)).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void absurdLengthsAreRefusedBeforeAnythingIsAllocated() throws IOException {
    // A graph, an initializer, and a raw_data field of 2^62 bytes.
    byte[] length = {
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      (byte) 0x80,
      0x40
    };
    byte[] bytes = new byte[7 + length.length];
    bytes[0] = 0x3a;
    bytes[1] = (byte) (bytes.length - 2);
    bytes[2] = 0x2a;
    bytes[3] = (byte) (bytes.length - 4);
    bytes[4] = 0x4a;
    System.arraycopy(length, 0, bytes, 5, length.length);
    refuses(bytes, "truncated");
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    GraphProto.Builder graph = Protos.graph("innermost");
    for (int i = 0; i < 40; i++) {
      graph =
          Protos.graph(
              "level", Protos.node("If", List.of(), List.of(), Protos.attribute("g", graph)));
    }
    graph.addOutput(Protos.value("y", Protos.FLOAT));
    byte[] bytes = Protos.model(graph).build().toByteArray();
    refuses(bytes, "too-deep", "nests");
  }

  @Test
  void aGraphThatWouldOutgrowTheHeapIsRefused() throws IOException {
    // Two bytes a node in the file, a hundred in memory.
    byte[] nodes = new byte[2_000_000];
    for (int i = 0; i < nodes.length; i += 2) {
      nodes[i] = 0x0a;
    }
    byte[] bytes =
        ModelProto.newBuilder()
            .setUnknownFields(
                UnknownFieldSet.newBuilder()
                    .addField(
                        7,
                        UnknownFieldSet.Field.newBuilder()
                            .addLengthDelimited(ByteString.copyFrom(nodes))
                            .build())
                    .build())
            .build()
            .toByteArray();
    Path file = Files.write(folder.resolve("model.onnx"), bytes);
    assertThat(
            catchThrowableOfType(
                OnnxException.class, () -> OnnxModel.read(file, new HeapBudget(64 << 20))))
        .hasMessageContaining("64 MiB of heap")
        .extracting(OnnxException::code)
        .isEqualTo("too-large");
  }

  @Test
  void aForeignFieldWhereOurMarkGoesIsNotTakenForIt() throws IOException {
    ModelProto.Builder model = ModelProto.parseFrom(TestModel.MLP.bytes()).toBuilder();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(Slice.MARK, UnknownFieldSet.Field.newBuilder().addVarint(7).build())
                .build());
    OnnxModel read = TestBytes.read(folder, model.build());
    Weight first = Skeleton.of(read).weights().get(0);
    assertThat(TestBytes.bytes(first))
        .isEqualTo(model.getGraph().getInitializer(0).getRawData().toByteArray());
  }
}
