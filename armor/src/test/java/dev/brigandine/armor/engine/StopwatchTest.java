package dev.brigandine.armor.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.brigandine.onnx.graph.ModelGraph;
import dev.brigandine.onnx.graph.Node;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class StopwatchTest {
  private long now;
  private int calls;

  @Test
  void tellsTheRatioOfTheCalls() throws Exception {
    double ratio = watch(1000).ratio(() -> takes(1_000_000), () -> takes(1_030_000));
    assertThat(ratio).isCloseTo(1.03, within(1e-9));
    assertThat(now).isBetween(1_000_000_000L, 1_100_000_000L);
  }

  @Test
  void aSlowSpellOfTheMachineCancels() throws Exception {
    // From some moment on all takes three times as long.
    Stopwatch.Call base = () -> takes(now > 400_000_000 ? 3_000_000 : 1_000_000);
    Stopwatch.Call other = () -> takes(now > 400_000_000 ? 3_300_000 : 1_100_000);
    assertThat(watch(1000).ratio(base, other)).isCloseTo(1.1, within(0.001));
  }

  @Test
  void strayCallsDoNotCount() throws Exception {
    Stopwatch.Call base = () -> takes(calls % 7 == 3 ? 50_000_000 : 1_000_000);
    assertThat(watch(2000).ratio(base, () -> takes(2_000_000))).isCloseTo(2, within(0.01));
  }

  @Test
  void endsThoughTheClockStandsStill() throws Exception {
    Stopwatch stopped = new Stopwatch(() -> 5, Duration.ofSeconds(1));
    assertThat(stopped.ratio(() -> calls++, () -> calls++)).isEqualTo(1);
    assertThat(calls).isLessThan(1_000_000);
  }

  @Test
  void slowModelsRunAFewTimesOnly() throws Exception {
    Stopwatch.Call slow = () -> takes(5_000_000_000L);
    assertThat(watch(100).ratio(slow, slow)).isEqualTo(1);
    assertThat(calls).isLessThanOrEqualTo(8);
  }

  @Test
  void timesModels() throws Exception {
    ModelGraph model = Graphs.of(13, Node.of("MatMul", List.of("x", "x"), List.of("y")));
    double ratio =
        Stopwatch.ratio(
            model,
            List.of(Graphs.floats("x", 8, 8)),
            model,
            List.of(Graphs.floats("x", 8, 8)),
            Duration.ofMillis(20));
    assertThat(ratio).isBetween(0.01, 100.0);
  }

  private Stopwatch watch(long millis) {
    return new Stopwatch(() -> now, Duration.ofMillis(millis));
  }

  private void takes(long nanos) {
    calls++;
    now += nanos;
  }
}
