package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Runs the microbenchmarks when asked to: {@code mvn -Pjmh -pl bench -am test}. */
@Tag("jmh")
class MicrobenchmarksTest {
  @Test
  void print() throws Exception {
    assertThat(
            new Runner(
                    new OptionsBuilder()
                        .include(ArmorBenchmark.class.getSimpleName())
                        .shouldFailOnError(true)
                        .build())
                .run())
        .isNotEmpty();
  }
}
