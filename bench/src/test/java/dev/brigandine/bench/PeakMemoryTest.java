package dev.brigandine.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PeakMemoryTest {
  @Test
  void readsTheHighWaterMark() {
    String status = "Name:\tjava\nVmPeak:\t 9000 kB\nVmHWM:\t  203412 kB\nVmRSS:\t  100 kB\n";
    assertThat(PeakMemory.parse(status)).isEqualTo(203412L * 1024);
    assertThat(PeakMemory.parse("VmHWM: 7 kB")).isEqualTo(7 * 1024);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Name:\tjava\n",
        "Name:\tVmHWM:\t5 kB\n",
        "VmHWM:",
        "VmHWM:\t5 MB\n",
        "VmHWM:\tfive kB\n",
        "VmHWM:\t-5 kB\n",
        "VmHWM:\t9223372036854775807 kB\n"
      })
  void saysUnknownRatherThanGuess(String status) {
    assertThat(PeakMemory.parse(status)).isEqualTo(PeakMemory.UNKNOWN);
  }
}
