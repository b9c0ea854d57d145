package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.protect.ProtectOptions;
import dev.brigandine.protect.ProtectOptions.Armor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ArmorLevelsTest {
  @TempDir Path models;

  private ArmorLevelsReport run(List<Armor> levels, List<String> phases) throws Exception {
    Path model = TinyModels.add(models, "one.onnx", 1);
    return new ArmorLevels(
            model,
            ProtectOptions.of("acme/one", 1),
            TinyModels.inputs(),
            options -> options.pairs(1).latencyThreads(List.of()),
            (phase, done, total) -> phases.add(phase))
        .run(levels);
  }

  @Test
  void eachLevelStandsBesideThePlainModelAndTheArmoredBesideTheSealed() throws Exception {
    List<String> phases = new ArrayList<>();
    ArmorLevelsReport report = run(List.of(Armor.NONE, Armor.FULL), phases);
    assertThat(phases)
        .contains("protect", "none, start-up", "full, start-up", "full beside sealed, start-up");
    assertThat(report.agrees()).isTrue();
    assertThat(report.levels()).extracting(level -> level.armor()).containsExactly("none", "full");
    assertThat(report.levels().get(0).rewritten()).isEmpty();
    assertThat(report.levels().get(0).startOverSealed().available()).isFalse();
    assertThat(report.levels().get(1).rewritten()).isPresent();
    assertThat(report.levels().get(1).startOverSealed().ratio()).isPositive();
    assertThat(report.toText())
        .containsPattern("plain +none +full")
        .containsPattern("beside the sealed +[0-9.]+\n")
        .containsPattern("answers +bit-identical +bit-identical");
  }

  @Test
  void withoutTheSealedNothingIsSetBesideIt() throws Exception {
    ArmorLevelsReport report = run(List.of(Armor.REWRITE), new ArrayList<>());
    Map<?, ?> level = (Map<?, ?>) ((List<?>) report.toJson().get("levels")).get(0);
    assertThat(level.get("armor")).isEqualTo("rewrite");
    assertThat(level.get("start_over_sealed")).isNull();
    assertThat(level.get("agrees")).isEqualTo(true);
  }
}
