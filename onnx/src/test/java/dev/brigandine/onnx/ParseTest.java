package dev.brigandine.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.google.protobuf.UnknownFieldSet;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.TestModel;
import java.io.ByteArrayOutputStream;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Models in memory. */
class ParseTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource
  void wholeModelsReadAsFromAFile(TestModel model) throws Exception {
    ModelGraph fromFile = OnnxModel.read(model.write(folder)).toGraph();
    assertSame(OnnxModel.parse(model.bytes(), Map.of()).toGraph(), fromFile);
  }

  @ParameterizedTest
  @EnumSource
  void skeletonsGetTheirWeightsBack(TestModel model) throws Exception {
    Skeleton skeleton = Skeleton.of(OnnxModel.read(model.write(folder)));
    ModelGraph graph = OnnxModel.parse(skeleton.graph(), weights(skeleton)).toGraph();
    for (Weight weight : skeleton.weights()) {
      if (graph.graph().outputs().containsKey(weight.name())) {
        continue; // In a graph, an output's constant has another name.
      }
      assertThat(graph.graph().constants().get(weight.name()).load())
          .as(weight.name())
          .isEqualTo(weights(skeleton).get(weight.name()).load());
    }
  }

  @Test
  void initializersThatAreMissingStrangeOrMisshapenAreRefused() throws Exception {
    Skeleton skeleton = Skeleton.of(OnnxModel.read(TestModel.MLP.write(folder)));
    Map<String, Constant> weights = weights(skeleton);
    String name = weights.keySet().iterator().next();
    Constant right = weights.remove(name);
    assertThatThrownBy(() -> OnnxModel.parse(skeleton.graph(), weights).toGraph())
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("has its data in a file");
    weights.put(name, Constant.of(List.of(1L), 0f));
    assertThatThrownBy(() -> OnnxModel.parse(skeleton.graph(), weights))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("another type or shape");
    weights.put(name, right);
    weights.put("stranger", right);
    assertThatThrownBy(() -> OnnxModel.parse(skeleton.graph(), weights))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("stranger");
  }

  @Test
  void bytesThatAreNoModelAreRefused() {
    assertThatThrownBy(() -> OnnxModel.parse(new byte[] {1, 2, 3}, Map.of()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no onnx model");
    assertThatThrownBy(() -> OnnxModel.parse(new byte[0], Map.of()))
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("no graph");
  }

  @Test
  void marksThatCameWithTheBytesAreNoData() throws Exception {
    ModelProto.Builder model = ModelProto.parseFrom(TestModel.MLP.bytes()).toBuilder();
    UnknownFieldSet.Field mark = UnknownFieldSet.Field.newBuilder().addVarint(7).build();
    model
        .getGraphBuilder()
        .getInitializerBuilder(0)
        .setUnknownFields(UnknownFieldSet.newBuilder().addField(Slice.MARK, mark).build());
    assertThatThrownBy(() -> OnnxModel.parse(model.build().toByteArray(), Map.of()).toGraph())
        .isInstanceOf(OnnxException.class)
        .hasMessageContaining("a field that onnx does not have");
  }

  private static Map<String, Constant> weights(Skeleton skeleton) throws Exception {
    Map<String, Constant> weights = new HashMap<>();
    for (Weight weight : skeleton.weights()) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      weight.writeTo(Channels.newChannel(bytes));
      List<Long> shape = java.util.Arrays.stream(weight.shape()).boxed().toList();
      weights.put(weight.name(), Constant.of(weight.elementType(), shape, bytes.toByteArray()));
    }
    return weights;
  }

  private static void assertSame(ModelGraph parsed, ModelGraph read) throws Exception {
    assertThat(parsed.opsets()).isEqualTo(read.opsets());
    assertThat(parsed.graph().inputs().keySet()).isEqualTo(read.graph().inputs().keySet());
    assertThat(parsed.graph().outputs().keySet()).isEqualTo(read.graph().outputs().keySet());
    assertThat(parsed.graph().nodes()).hasSameSizeAs(read.graph().nodes());
    assertThat(parsed.graph().constants().keySet()).isEqualTo(read.graph().constants().keySet());
    for (Map.Entry<String, Constant> entry : read.graph().constants().entrySet()) {
      Constant constant = parsed.graph().constants().get(entry.getKey());
      assertThat(constant.shape()).isEqualTo(entry.getValue().shape());
      assertThat(constant.load()).as(entry.getKey()).isEqualTo(entry.getValue().load());
    }
  }
}
