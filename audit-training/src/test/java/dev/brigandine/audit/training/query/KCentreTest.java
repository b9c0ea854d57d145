package dev.brigandine.audit.training.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class KCentreTest {
  private static final List<float[]> LINE =
      List.of(at(0), at(1), at(2), at(8), at(9), at(10), at(10));

  @Test
  void theFarthestFirst() {
    assertThat(KCentre.pick(LINE, List.of(at(0)), 3)).containsExactly(5, 2, 3);
  }

  @Test
  void withoutCentresTheFirstPointIsOne() {
    assertThat(KCentre.pick(LINE, List.of(), 2)).containsExactly(0, 5);
  }

  @Test
  void pointsThatCoincideAreNotPickedTwice() {
    assertThat(KCentre.pick(LINE, List.of(), 100)).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    assertThat(KCentre.pick(List.of(at(3)), List.of(at(3)), 1)).isEmpty();
    assertThat(KCentre.pick(List.of(), List.of(at(3)), 1)).isEmpty();
  }

  private static float[] at(float place) {
    return new float[] {place, 1};
  }
}
