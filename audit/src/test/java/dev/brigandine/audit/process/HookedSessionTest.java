package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.engine.LoadedModel;
import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.graph.Constant;
import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.testing.Trained;
import dev.brigandine.protect.ProtectOptions.Armor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HookedSessionTest {
  private static final Trained MODEL = Trained.RESNET;

  @TempDir Path folder;
  private Path scratch;
  private Forms forms;

  @BeforeEach
  void forms() throws IOException {
    forms = new Forms(folder, MODEL);
    scratch = Files.createDirectory(folder.resolve("scratch"));
  }

  @Test
  void ofAPlainModelIsTheModel() throws Exception {
    Captured captured = HookedSession.capture(forms.onnx, Forms.images(1), scratch);
    assertThat(captured.names())
        .containsEntry("images", "images")
        .containsEntry("logits", "logits");
    assertThat(captured.keys()).isEmpty();
    assertThat(weights(captured.graph())).containsAll(original());
    assertThat(accuracy(captured)).isEqualTo(plain());
    assertScratchHoldsNoWeights();
  }

  @ParameterizedTest
  @EnumSource
  void ofABundleIsWhatRuns(Armor armor) throws Exception {
    Captured captured = HookedSession.capture(forms.installed(armor), Forms.images(1), scratch);
    assertThat(captured.names()).containsOnlyKeys("images", "logits");
    assertThat(captured.names().get("images").equals("images")).isEqualTo(armor == Armor.NONE);
    assertThat(captured.keys().isEmpty()).isEqualTo(armor != Armor.FULL);
    assertThat(captured.graph().graph().inputs().keySet()).containsAll(captured.keys().keySet());
    Set<ByteBuffer> theirs = weights(captured.graph());
    if (armor == Armor.NONE) {
      assertThat(theirs).containsAll(original());
    } else {
      assertThat(theirs).doesNotContainAnyElementsOf(large(original()));
    }
    assertThat(accuracy(captured)).isEqualTo(plain());
    assertScratchHoldsNoWeights();
  }

  @Test
  void ofAModelThatDoesNotOpenSaysWhy() throws Exception {
    Files.write(forms.onnx, new byte[100]);
    assertThatThrownBy(() -> HookedSession.capture(forms.onnx, Forms.images(1), scratch))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("the victim ended early")
        .hasMessageContaining("OrtException");
  }

  @Test
  void ofAVictimWithoutTheAgentIsNoAccount() throws Exception {
    try (HookListener listener = new HookListener()) {
      try (VictimProcess victim = VictimStart.plain(forms.onnx, scratch).start()) {
        victim.opened().run(Forms.images(1));
        victim.end();
      }
      assertThatThrownBy(listener::recording).hasMessageContaining("no agent was heard of");
    }
  }

  private double plain() throws Exception {
    try (LoadedModel model = LoadedModel.open(OnnxModel.read(forms.onnx))) {
      return accuracy(model.run(Forms.images(Trained.IMAGES)));
    }
  }

  /** Without the application, and in another process. */
  private static double accuracy(Captured captured) throws Exception {
    try (LoadedModel model = LoadedModel.open(captured.withKeys())) {
      return accuracy(model.run(Forms.images(captured.names().get("images"), Trained.IMAGES)));
    }
  }

  private static double accuracy(Map<String, Tensor> answers) throws IOException {
    return Trained.accuracy(answers.values().iterator().next().data().asFloatBuffer());
  }

  private Set<ByteBuffer> original() throws Exception {
    return weights(OnnxModel.read(forms.onnx).toGraph());
  }

  private static Set<ByteBuffer> weights(ModelGraph graph) {
    Set<ByteBuffer> weights = new HashSet<>();
    for (Constant constant : graph.graph().constants().values()) {
      try {
        weights.add(constant.load());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return weights;
  }

  private static Set<ByteBuffer> large(Set<ByteBuffer> weights) {
    weights.removeIf(weight -> weight.remaining() < 256);
    return weights;
  }

  private void assertScratchHoldsNoWeights() throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(scratch)) {
      files = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : files) {
      String name = file.getFileName().toString();
      assertThat(name.endsWith(".jar") || name.equals("errors") || name.contains(".so"))
          .as("a file that a capture leaves: " + file)
          .isTrue();
    }
  }
}
