package dev.brigandine.audit.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.audit.testing.ServedModel;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.testing.Trained;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that is served: who attacks its answers asks there. */
class EndpointFormsTest {
  @TempDir Path folder;
  private Path file;
  private Answering resnet;
  private ServedModel served;

  @BeforeEach
  void serve() throws Exception {
    file = Trained.RESNET.write(folder);
    resnet = GraphAnswers.open(OnnxModel.read(file).toGraph(), Map.of());
    served = new ServedModel(resnet);
  }

  @AfterEach
  void stop() {
    served.close();
    resnet.close();
  }

  @Test
  void whatAsksTheApplicationAsksTheEndpoint() throws Exception {
    Forms forms = forms(file, Trained.RESNET, served.endpoint());
    for (Protection form : new Protection[] {Protection.PLAIN, Protection.SEALED}) {
      int before = served.asked();
      Target target = forms.target(form);
      try (Answering application = target.application()) {
        assertThat(target.yardstick().score(application).agreement()).isEqualTo(1);
      }
      assertThat(served.asked()).isGreaterThan(before);
    }
  }

  @Test
  void whoHasNotTheOriginalAttacksNothing() throws Exception {
    Path other = Trained.MOBILENET.write(Files.createDirectory(folder.resolve("other")));
    // Names and shapes are the same, and both networks are right on nine images of ten: what
    // differs is how the ten classes are called.
    Answering turned =
        inputs -> {
          Map<String, Tensor> answers = new HashMap<>(resnet.answer(inputs));
          answers.replaceAll((name, answer) -> turned(answer));
          return answers;
        };
    try (ServedModel stranger = new ServedModel(turned)) {
      assertThatThrownBy(() -> forms(other, Trained.MOBILENET, stranger.endpoint()))
          .isInstanceOf(BrigandineException.class)
          .hasMessageContaining("does not answer as " + other)
          .extracting(e -> ((BrigandineException) e).code())
          .isEqualTo(ErrorCode.USAGE);
    }
  }

  @Test
  void anEndpointThatIsNotThereIsNamed() {
    Endpoint gone = served.endpoint();
    served.close();
    assertThatThrownBy(() -> forms(file, Trained.RESNET, gone))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining(gone + " does not answer");
  }

  private static Tensor turned(Tensor answer) {
    ByteBuffer from = answer.data();
    ByteBuffer to = ByteBuffer.allocate(from.remaining()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < answer.count(); i++) {
      to.putFloat(4 * (i - i % 10 + (i + 1) % 10), from.getFloat(4 * i));
    }
    return Tensor.of(1, answer.shape(), to);
  }

  private Forms forms(Path model, Trained trained, Endpoint endpoint) throws Exception {
    return Forms.of(
        model,
        Optional.empty(),
        Optional.empty(),
        Optional.of(endpoint),
        TrialModels.images(trained, model),
        null,
        Files.createTempDirectory(folder, "forms"));
  }
}
