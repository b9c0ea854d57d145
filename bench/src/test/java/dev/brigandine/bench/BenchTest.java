package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.brigandine.armor.Tolerances;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.onnx.OnnxModel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BenchTest {
  @TempDir Path models;
  @TempDir Path temp;

  private Path one;

  @BeforeEach
  void model() throws IOException {
    one = TinyModels.add(models, "one.onnx", 1);
  }

  @AfterEach
  void nothingIsLeftInTheTempFolder() {
    assertThat(temp).isEmptyDirectory();
  }

  private BenchOptions.Builder options(Contender sealed) {
    return BenchOptions.builder(Contender.plain(one), sealed, TinyModels.inputs())
        .pairs(1)
        .latencyThreads(List.of(1))
        .latencyTime(Duration.ofMillis(20))
        .files(List.of(one), List.of(one))
        .classPath(ChildClassPath.whole()) // some engines here are of the tests
        .tempFolder(temp);
  }

  private Contender secret(char[] secret) {
    return new Contender(SecretEngine.class, SecretEngine::new, List.of(one.toString()), secret);
  }

  @Test
  void plainAgainstPlainGivesTheSameAnswersAndAllFigures() throws Exception {
    List<String> steps = new ArrayList<>();
    BenchReport report =
        Bench.run(
            options(Contender.plain(one)).latencyThreads(List.of(1, 2)).build(),
            (phase, done, total) -> steps.add(phase + " " + done + "/" + total));
    assertThat(report.identical()).isTrue();
    assertThat(report.starts()).isEqualTo(1);
    assertThat(report.start().plain()).isPositive();
    assertThat(report.size().ratio()).isEqualTo(1);
    assertThat(report.cases()).extracting(LatencyCase::threads).containsExactly(1, 2);
    assertThat(report.cases()).allMatch(one -> one.calls() >= one.blocks());
    assertThat(steps).contains("start-up 0/2", "start-up 2/2", "latency 0/8", "latency 8/8");
    assertThat(report.toJson())
        .containsOnlyKeys("start", "latency", "memory", "size", "identical", "agrees", "machine");
    assertThat(report.toText()).contains("answers: bit-identical", "latency, sample, 2 threads");
  }

  @Test
  void anotherModelIsSeenNotToBeIdentical() throws Exception {
    Path two = TinyModels.add(models, "two.onnx", Math.nextUp(1f));
    BenchReport report = Bench.run(options(Contender.plain(two)).build(), BenchProgress.NONE);
    assertThat(report.identical()).isFalse();
    assertThat(report.cases()).noneMatch(LatencyCase::identical);
    assertThat(report.toText()).contains("answers: NOT identical");
    assertThat(report.toJson()).containsEntry("identical", false);
  }

  @Test
  void anArmoredModelMayDifferByRoundingAndNoMore() throws Exception {
    Tolerances allowed = Tolerances.of(OnnxModel.read(one));
    Contender near = Contender.plain(TinyModels.add(models, "near.onnx", Math.nextUp(1f)));
    BenchReport report = Bench.run(options(near).tolerances(allowed).build(), BenchProgress.NONE);
    assertThat(report.identical()).isFalse();
    assertThat(report.agrees()).isTrue();
    assertThat(report.cases()).allMatch(LatencyCase::agrees);
    assertThat(report.toText()).contains("answers: within tolerance");
    Contender far = Contender.plain(TinyModels.add(models, "far.onnx", 1.001f));
    report =
        Bench.run(
            options(far).tolerances(allowed).latencyThreads(List.of()).build(), BenchProgress.NONE);
    assertThat(report.agrees()).isFalse();
  }

  @Test
  void aPassphraseReachesTheChildByItsStandardInput() throws Exception {
    Contender sealed = secret(SecretEngine.SECRET.toCharArray());
    BenchReport report = Bench.run(options(sealed).build(), BenchProgress.NONE);
    assertThat(report.identical()).isTrue();
    assertThat(sealed).hasToString("Contender[SecretEngine]");
  }

  @Test
  void aFailureInAChildKeepsItsCode() {
    Contender wrong = secret("guess".toCharArray());
    BrigandineException e =
        catchThrowableOfType(
            BrigandineException.class, () -> Bench.run(options(wrong).build(), BenchProgress.NONE));
    assertThat(e.code()).isEqualTo(ErrorCode.NO_KEY_FITS);
    assertThat(e.hint()).contains("try another");
  }

  @Test
  void aModelThatIsNotThereIsTheEnginesError() {
    Contender missing = Contender.plain(models.resolve("missing.onnx"));
    BrigandineException e =
        catchThrowableOfType(
            BrigandineException.class,
            () -> Bench.run(options(missing).build(), BenchProgress.NONE));
    assertThat(e.code()).isEqualTo(ErrorCode.ENGINE);
    assertThat(e).hasMessageContaining("onnx runtime refused");
  }

  @Test
  void aProviderThatThisBuildLacksIsNoSilentFallBack() {
    for (String provider : List.of("cuda", "warp")) {
      BrigandineException e =
          catchThrowableOfType(
              BrigandineException.class,
              () ->
                  Bench.run(
                      options(Contender.plain(one)).provider(provider).build(),
                      BenchProgress.NONE));
      assertThat(e.code()).isEqualTo(ErrorCode.PROVIDER_UNAVAILABLE);
      assertThat(e).hasMessageContaining(provider);
    }
  }

  @Test
  void theTempFolderIsItsOwnersAlone() throws Exception {
    Set<String> modes = new HashSet<>();
    Bench.run(
        options(Contender.plain(one)).build(),
        (phase, done, total) -> {
          if (phase.equals("start-up") && done == 1) {
            modes.add(modeOfOnlyFolder());
          }
        });
    assertThat(modes).containsExactly("rwx------");
  }

  private String modeOfOnlyFolder() {
    try (var folders = Files.list(temp)) {
      Path only = folders.findFirst().orElseThrow();
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(only));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void withoutThreadCountsNoLatencyIsTaken() throws Exception {
    BenchReport report =
        Bench.run(
            options(Contender.plain(one)).latencyThreads(List.of()).build(), BenchProgress.NONE);
    assertThat(report.cases()).isEmpty();
    assertThat(report.identical()).isTrue();
    assertThat(report.toJson()).containsEntry("latency", null);
  }

  @Test
  void whatCouldNotBeTakenIsNullInJsonAndSaidInText() {
    LatencyCase one = new LatencyCase("s", 1, 1, 2, 2, 2, 2, 1, 1, 10, 2, true, true);
    StartStages stages = new StartStages(30, 300, 10);
    Figure figure = Figure.of(200, 250);
    BenchReport report =
        new BenchReport(
            figure,
            3,
            stages,
            stages,
            figure,
            List.of(one),
            Figure.UNAVAILABLE,
            Figure.UNAVAILABLE,
            true,
            true,
            new Machine(2, "os", "jdk", "1.29.0", List.of("CPUExecutionProvider")));
    Map<String, Object> json = report.toJson();
    assertThat(json).containsEntry("memory", null).containsEntry("size", null);
    assertThat(json.get("start"))
        .hasToString(
            "{ratio=1.25, plain_ms=200.0, sealed_ms=250.0, runs=3,"
                + " plain_stages_ms={jvm=30.0, open=300.0, run=10.0},"
                + " sealed_stages_ms={jvm=30.0, open=300.0, run=10.0}}");
    assertThat(report.toText()).containsPattern("peak memory +not available");
  }

  @Test
  void optionsOutOfRangeNameTheRange() {
    assertThatThrownBy(() -> options(Contender.plain(one)).pairs(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pairs is 0, allowed are 1 to 1000");
    assertThatThrownBy(() -> options(Contender.plain(one)).latencyThreads(List.of(1, 0)))
        .hasMessage("threads is 0, allowed are 1 to 1024");
    assertThatThrownBy(() -> BenchInput.of("x", "string", List.of(), null))
        .isInstanceOf(NullPointerException.class);
  }
}
