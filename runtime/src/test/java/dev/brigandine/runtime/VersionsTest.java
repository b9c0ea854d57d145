package dev.brigandine.runtime;

import static dev.brigandine.runtime.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.ErrorCode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VersionsTest {
  @ParameterizedTest
  @CsvSource({
    "0.1.0, 0.1.0, 0",
    "0.1.0, 0.1.1, -1",
    "0.2.0, 0.10.0, -1",
    "1.0.0, 0.99.99, 1",
    "0.0.9, 0.0.10, -1"
  })
  void compare(String left, String right, int order) {
    assertThat(Versions.compare(left, right)).isEqualTo(order);
    assertThat(Versions.compare(right, left)).isEqualTo(-order);
  }

  @Test
  void anOlderRuntimeRefuses() {
    Versions.requireAtLeast(Versions.CURRENT);
    Versions.requireAtLeast("0.0.1");
    refused(ErrorCode.RUNTIME_TOO_OLD, () -> Versions.requireAtLeast("99.0.0"));
  }

  @Test
  void theVersionIsTheProjects() throws Exception {
    Matcher parent =
        Pattern.compile("<artifactId>brigandine-parent</artifactId>\\s*<version>([0-9.]+)")
            .matcher(Files.readString(Path.of("pom.xml")));
    assertThat(parent.find()).isTrue();
    assertThat(Versions.CURRENT).isEqualTo(parent.group(1));
  }
}
