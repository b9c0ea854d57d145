package dev.brigandine.protect;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** So that nobody takes an ordinary run for the whole one. */
class LeftOutTest {
  @Test
  void says() {
    String leftOut = System.getProperty("left.out.groups", "");
    if (leftOut.contains("large")) {
      System.out.println("left out: the model over 2 GB; mvn verify -Plarge lets it in");
    }
    assertThat(LargeModelTest.class.getAnnotation(org.junit.jupiter.api.Tag.class).value())
        .isEqualTo("large");
  }
}
