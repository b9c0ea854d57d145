package dev.brigandine.audit.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.armor.engine.Tensor;
import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Samples;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.onnx.testing.Trained;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FormsTest {
  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Protection.class)
  void everyFormAnswersAsTheOriginal(Protection form) throws Exception {
    Target target = TrialModels.of(Trained.RESNET, folder).target(form);
    try (Answering application = target.application()) {
      Score score = target.yardstick().score(application);
      assertThat(score.agreement()).isGreaterThan(0.99);
      assertThat(score.accuracy().orElseThrow()).isCloseTo(0.92, within(0.05));
      assertThat(score.divergence().orElseThrow()).isLessThan(1e-4);
    }
    try (var files = Files.list(target.folder())) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(
              form == Protection.PLAIN
                  ? new String[] {"resnet.onnx"}
                  : new String[] {"model.brig", "licence.jwt", "device.key"});
    }
  }

  @Test
  void guessingIsMeasured() throws Exception {
    Yardstick yardstick = TrialModels.of(Trained.RESNET, folder).yardstick();
    assertThat(yardstick.task()).isEqualTo(Yardstick.Task.CLASSES);
    assertThat(yardstick.width()).isEqualTo(10);
    assertThat(yardstick.original().agreement()).isEqualTo(1);
    assertThat(yardstick.chance().accuracy().orElseThrow()).isCloseTo(0.1, within(0.03));
    assertThat(yardstick.chance().agreement()).isCloseTo(0.1, within(0.03));
  }

  /** Labels of two classes before a model that answers ten numbers and more are no scores. */
  @Test
  void vectorsAreNotTakenForClasses() throws Exception {
    Path file = Trained.RESNET.write(folder);
    Samples images = TrialModels.images(Trained.RESNET, file).test();
    int[] none = new int[images.count()];
    Samples labelled = Samples.batched(images.count(), images::item, none);
    Answering wide =
        inputs -> {
          int count = (int) inputs.get(0).shape()[0];
          ByteBuffer data = ByteBuffer.allocate(4 * 384 * count).order(ByteOrder.LITTLE_ENDIAN);
          for (int i = 0; i < 384 * count; i++) {
            data.putFloat(4 * i, inputs.get(0).data().getFloat(4 * (i % 700)));
          }
          return Map.of("y", Tensor.of(1, new long[] {count, 384}, data));
        };
    assertThat(Measured.of(wide, labelled, null).task()).isEqualTo(Yardstick.Task.VALUES);
    assertThat(Measured.of(wide, labelled, Yardstick.Task.CLASSES).task())
        .isEqualTo(Yardstick.Task.CLASSES);
  }

  @Test
  void theOwnersBundleTakesTheTrialBundlesPlace() throws Exception {
    Forms first = TrialModels.of(Trained.RESNET, folder);
    Installed made = first.target(Protection.REWRITTEN).installed().orElseThrow();
    Forms second =
        Forms.of(
            folder.resolve("vendor/resnet.onnx"),
            Optional.of(new OwnBundle(made.bundle(), made.licence(), made.device())),
            Optional.empty(),
            Optional.empty(),
            first.data(),
            null,
            Files.createDirectory(folder.resolve("second")));
    assertThat(second.own()).contains("audit/model, version 1, armor rewrite");
    Target own = second.target(Protection.REWRITTEN);
    assertThat(own.folder()).isNotEqualTo(made.bundle().getParent());
    assertThat(own.installed().orElseThrow().signer()).isEqualTo(made.signer());
    assertThat(own.installed().orElseThrow().vendor()).isEmpty();
    assertThat(second.target(Protection.SEALED).installed().orElseThrow().vendor()).isPresent();
  }

  @Test
  void whoHasNotTheOriginalGetsNothing() throws Exception {
    Forms theirs = TrialModels.of(Trained.RESNET, folder);
    Installed bundle = theirs.target(Protection.SEALED).installed().orElseThrow();
    Path other = Trained.MOBILENET.write(Files.createDirectory(folder.resolve("other")));
    assertThatThrownBy(
            () ->
                Forms.of(
                    other,
                    Optional.of(new OwnBundle(bundle.bundle(), bundle.licence(), bundle.device())),
                    Optional.empty(),
                    Optional.empty(),
                    TrialModels.images(Trained.MOBILENET, other),
                    null,
                    Files.createDirectory(folder.resolve("second"))))
        .isInstanceOf(BrigandineException.class)
        .hasMessageContaining("does not answer as");
  }

  @Test
  void answersThatAreNoNumbersCountAsWrong() throws Exception {
    Yardstick yardstick = TrialModels.of(Trained.RESNET, folder).yardstick();
    Score score = yardstick.score(inputs -> Map.of());
    assertThat(score.agreement()).isZero();
    assertThat(score.accuracy().orElseThrow()).isZero();
  }
}
