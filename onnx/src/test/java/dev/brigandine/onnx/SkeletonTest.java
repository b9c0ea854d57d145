package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import dev.brigandine.onnx.testing.Protos;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SkeletonTest {
  @TempDir Path folder;

  private Skeleton skeleton(TestModel model) throws Exception {
    return Skeleton.of(OnnxModel.read(model.write(folder)));
  }

  private static ModelProto parsed(Skeleton skeleton) throws Exception {
    return ModelProto.parseFrom(skeleton.graph());
  }

  @ParameterizedTest
  @EnumSource
  void noWeightIsLeftInTheGraph(TestModel model) throws Exception {
    Skeleton skeleton = skeleton(model);
    ByteString graph = ByteString.copyFrom(skeleton.graph());
    String text = graph.toString(StandardCharsets.ISO_8859_1);
    for (Weight weight : skeleton.weights()) {
      byte[] bytes = TestBytes.bytes(weight);
      if (bytes.length >= 16) {
        assertThat(text)
            .as(weight.name())
            .doesNotContain(new String(bytes, 0, 16, StandardCharsets.ISO_8859_1));
      }
    }
    assertThat(skeleton.weights()).extracting(Weight::name).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource
  void everyWeightHasItsPlaceInTheMainGraph(TestModel model) throws Exception {
    Skeleton skeleton = skeleton(model);
    Map<String, TensorProto> initializers = new HashMap<>();
    parsed(skeleton).getGraph().getInitializerList().forEach(t -> initializers.put(t.getName(), t));
    for (Weight weight : skeleton.weights()) {
      TensorProto stub = initializers.get(weight.name());
      assertThat(stub.getDataType()).isEqualTo(weight.elementType());
      assertThat(stub.getDimsList().stream().mapToLong(d -> d).toArray()).isEqualTo(weight.shape());
      assertThat(stub.getDataLocation()).isEqualTo(TensorProto.DataLocation.EXTERNAL);
      assertThat(stub.getExternalData(0).getValue()).isEqualTo("sealed");
      assertThat(stub.getExternalData(2).getValue()).isEqualTo(Long.toString(weight.byteLength()));
      assertThat(TestBytes.bytes(weight)).hasSize((int) weight.byteLength());
    }
  }

  @ParameterizedTest
  @EnumSource
  void onlyWhatIsReportedStays(TestModel model) throws Exception {
    Skeleton skeleton = skeleton(model);
    ModelProto graph = parsed(skeleton);
    long stays = bytes(graph.getGraph());
    for (var function : graph.getFunctionsList()) {
      for (NodeProto node : function.getNodeList()) {
        stays += bytes(node);
      }
    }
    long reported = skeleton.kept().stream().mapToLong(Kept::bytes).sum();
    // The shapes that weights of subgraphs get back are ours: 8 bytes an axis, 3 at most.
    boolean nested =
        List.of("IF", "UNUSED_WEIGHT", "LOOP", "SCAN", "SHADOWED", "DEEP").contains(model.name());
    assertThat(stays - reported).isBetween(0L, nested ? 24L * skeleton.weights().size() : 0L);
  }

  private static long bytes(GraphProto graph) {
    long bytes = 0;
    for (TensorProto tensor : graph.getInitializerList()) {
      bytes += bytes(tensor);
    }
    for (NodeProto node : graph.getNodeList()) {
      bytes += bytes(node);
    }
    return bytes;
  }

  private static long bytes(NodeProto node) {
    long bytes = 0;
    for (AttributeProto attribute : node.getAttributeList()) {
      bytes += bytes(attribute.getT()) + bytes(attribute.getG());
      if (node.getOpType().equals("Constant")) {
        bytes += 8L * attribute.getIntsCount() + 4L * attribute.getFloatsCount();
      }
    }
    return bytes;
  }

  private static long bytes(TensorProto tensor) {
    return tensor.getRawData().size()
        + tensor.getStringDataList().stream().mapToLong(ByteString::size).sum()
        + 4L * tensor.getFloatDataCount()
        + 8L * tensor.getInt64DataCount()
        + 4L * tensor.getInt32DataCount();
  }

  @Test
  void whatStaysIsReportedWithItsReason() throws Exception {
    assertThat(skeleton(TestModel.READ_AT_LOAD).kept())
        .contains(
            new Kept("scales", 16, Kept.Reason.SHAPE_INFERENCE),
            new Kept("limit", 4, Kept.Reason.SHAPE_INFERENCE),
            new Kept("shape", 24, Kept.Reason.SMALL),
            new Kept("pads", 64, Kept.Reason.SMALL));
    assertThat(skeleton(TestModel.STRINGS).kept())
        .containsExactly(new Kept("known", 5, Kept.Reason.STRING));
    assertThat(skeleton(TestModel.INT4).kept())
        .containsExactly(new Kept("w", 64 * 48 / 2, Kept.Reason.TYPE));
    assertThat(skeleton(TestModel.FUNCTION).kept())
        .containsExactly(new Kept("inner", 12 * 24 * 4, Kept.Reason.FUNCTION));
    assertThat(skeleton(TestModel.MLP).kept()).isEmpty();
    assertThat(skeleton(TestModel.SCALARS).weights()).hasSize(3);
  }

  @Test
  void everythingElseOfTheModelSurvives() throws Exception {
    ModelProto before = ModelProto.parseFrom(TestModel.FUNCTION.bytes());
    ModelProto after = parsed(skeleton(TestModel.FUNCTION));
    assertThat(after.getMetadataPropsList()).isEqualTo(before.getMetadataPropsList());
    assertThat(after.getDocString()).isEqualTo(before.getDocString());
    assertThat(after.getProducerName()).isEqualTo(before.getProducerName());
    assertThat(after.getFunctionsList()).isEqualTo(before.getFunctionsList());
    assertThat(after.getGraph().getNodeList()).isEqualTo(before.getGraph().getNodeList());
    assertThat(after.toBuilder().clearGraph().build())
        .isEqualTo(before.toBuilder().clearGraph().build());
  }

  @Test
  void unusedWeightsAreDropped() throws Exception {
    Skeleton skeleton = skeleton(TestModel.UNUSED_WEIGHT);
    assertThat(skeleton.weights())
        .extracting(Weight::name)
        .hasSize(6)
        .contains("w1", "b1", "w2", "nearly idle")
        .doesNotContain("idle", "idle too", "idle input");
    assertThat(skeleton.inputs()).extracting(ValueDescription::name).containsExactly("x");
    assertThat(parsed(skeleton).toString()).doesNotContain("idle too");
  }

  @Test
  void inputsAreThoseThatMustBeGiven() throws Exception {
    assertThat(skeleton(TestModel.OLD_IR).inputs())
        .containsExactly(new ValueDescription("x", "float32", List.of("batch", "24")));
    assertThat(skeleton(TestModel.OPTIONAL_INPUT).inputs())
        .extracting(ValueDescription::name)
        .containsExactly("x");
    assertThat(skeleton(TestModel.SCALARS).outputs())
        .containsExactly(new ValueDescription("y", "float32", List.of()));
    assertThat(skeleton(TestModel.STRINGS).inputs().get(0).type()).isEqualTo("string");
    assertThat(skeleton(TestModel.FP16).inputs().get(0).type()).isEqualTo("float16");
  }

  @Test
  void typedFieldsBecomeTheSameBytesAsRawData() throws Exception {
    List<Weight> raw = skeleton(TestModel.MLP).weights();
    List<Weight> typed = skeleton(TestModel.TYPED_FIELDS).weights();
    for (int i = 0; i < raw.size(); i++) {
      assertThat(TestBytes.bytes(typed.get(i))).isEqualTo(TestBytes.bytes(raw.get(i)));
    }
  }

  @Test
  void contradictionsAreRefused() throws Exception {
    refuses(tensor -> tensor.setDims(0, 25), "4608 bytes of data", "make 4800");
    refuses(tensor -> tensor.setDims(0, -24), "dimension of -24");
    refuses(tensor -> tensor.addDims(Long.MAX_VALUE), "63 bits");
    refuses(tensor -> tensor.setDataType(99), "unknown element type 99");
    refuses(tensor -> tensor.setDataType(0), "unknown element type 0");
    refuses(tensor -> tensor.clearRawData(), "0 bytes of data");
    refuses(tensor -> tensor.clearRawData().addAllInt32Data(ints(2000)), "another type");
    refuses(tensor -> tensor.setName(""), "empty or unreadable name");
    refuses(tensor -> tensor.setName("b1"), "twice");
    refuses(tensor -> tensor.setSegment(TensorProto.Segment.getDefaultInstance()), "segments");
    refuses(
        tensor -> tensor.setDataType(Protos.FLOAT16).clearRawData().addAllInt32Data(ints(2000)),
        "4000 bytes of data");
  }

  private static List<Integer> ints(int count) {
    return Collections.nCopies(count, 70_000);
  }

  private void refuses(Consumer<TensorProto.Builder> change, String... words) throws Exception {
    ModelProto.Builder model = ModelProto.parseFrom(TestModel.MLP.bytes()).toBuilder();
    change.accept(model.getGraphBuilder().getInitializerBuilder(0));
    OnnxException refusal =
        catchThrowableOfType(
            OnnxException.class, () -> Skeleton.of(TestBytes.read(folder, model.build())));
    assertThat(refusal).isNotNull();
    assertThat(refusal.code()).isEqualTo("bad-tensor");
    for (String word : words) {
      assertThat(refusal).hasMessageContaining(word);
    }
  }
}
