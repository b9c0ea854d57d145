package dev.brigandine.audit.process;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProcessMemoryTest {
  /** What has no name on a disk is memory, whatever the kernel calls it. */
  @ParameterizedTest
  @CsvSource({
    "/usr/lib/libc.so.6, true",
    "/memfd:java_heap (deleted), false",
    "/memfd:tensors, false",
    "/dev/shm/region, false",
    "/dev/zero (deleted), false",
    "/SYSV00000000 (deleted), false",
    "/tmp/unpacked.so (deleted), false",
    "[heap], false"
  })
  void tellsFilesFromSharedMemory(String mapped, boolean file) {
    assertThat(ProcessMemory.isFile(mapped)).isEqualTo(file);
  }
}
