package dev.brigandine.vault.harden;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The filter, run as the kernel would run it. */
class SeccompFilterTest {
  private static final int X86_64 = 0xC000003E;
  private static final int I386 = 0x40000003;
  private static final int AARCH64 = 0xC00000B7;
  private static final int ALLOWED = 0x7fff0000;
  private static final int REFUSED = 0x00050001;

  @ParameterizedTest
  @CsvSource({
    "ptrace, 101, 117",
    "process_vm_readv, 310, 270",
    "process_vm_writev, 311, 271",
    "execve, 59, 221",
    "execveat, 322, 281",
    "kcmp, 312, 272",
    "pidfd_getfd, 438, 438",
    "perf_event_open, 298, 241",
    "bpf, 321, 280",
    "userfaultfd, 323, 282",
    "open_by_handle_at, 304, 265",
    "kexec_load, 246, 104",
    "init_module, 175, 105",
    "mount, 165, 40",
    "io_uring_setup, 425, 425",
    "keyctl, 250, 219",
    "unshare, 272, 97",
  })
  void refusesWhatAVaultNeverCalls(String name, int x86, int arm) {
    assertThat(verdict("amd64", X86_64, x86, 0)).as(name).isEqualTo(REFUSED);
    assertThat(verdict("aarch64", AARCH64, arm, 0)).as(name).isEqualTo(REFUSED);
  }

  @ParameterizedTest
  @CsvSource({
    "read, 0, 63",
    "mmap, 9, 222",
    "mprotect, 10, 226",
    "madvise, 28, 233",
    "clone, 56, 220",
    "clone3, 435, 435",
    "futex, 202, 98",
    "openat, 257, 56",
    "socket, 41, 198",
    "connect, 42, 203",
    "accept4, 288, 242",
    "recvmsg, 47, 212",
    "memfd_create, 319, 279",
    "sched_setaffinity, 203, 122",
    "exit_group, 231, 94",
    "rt_sigaction, 13, 134",
    "seccomp, 317, 277",
  })
  void letsThroughWhatJavaAndTheEngineCall(String name, int x86, int arm) {
    assertThat(verdict("amd64", X86_64, x86, 0)).as(name).isEqualTo(ALLOWED);
    assertThat(verdict("aarch64", AARCH64, arm, 0)).as(name).isEqualTo(ALLOWED);
  }

  @Test
  void nobodyMakesTheProcessDumpableAgain() {
    int setDumpable = 4;
    int setName = 15;
    assertThat(verdict("amd64", X86_64, 157, setDumpable)).isEqualTo(REFUSED);
    assertThat(verdict("aarch64", AARCH64, 167, setDumpable)).isEqualTo(REFUSED);
    assertThat(verdict("amd64", X86_64, 157, setName)).isEqualTo(ALLOWED);
    assertThat(verdict("aarch64", AARCH64, 167, setName)).isEqualTo(ALLOWED);
  }

  /** By the 32-bit table, 11 is execve and 59 something harmless; x32 adds a bit. */
  @Test
  void refusesOtherArchitecturesTables() {
    assertThat(verdict("amd64", I386, 11, 0)).isEqualTo(REFUSED);
    assertThat(verdict("amd64", I386, 3, 0)).isEqualTo(REFUSED);
    assertThat(verdict("amd64", X86_64, 0x40000000, 0)).isEqualTo(REFUSED);
    assertThat(verdict("amd64", X86_64, 0x40000000 + 520, 0)).isEqualTo(REFUSED);
    assertThat(verdict("aarch64", X86_64, 63, 0)).isEqualTo(REFUSED);
  }

  @Test
  void knowsNoOtherArchitecture() {
    for (String architecture : List.of("x86", "arm", "riscv64", "ppc64le", "s390x")) {
      assertThat(SeccompFilter.of(architecture)).isEmpty();
    }
  }

  private static int verdict(String jvm, int architecture, int number, int argument) {
    SeccompFilter filter = SeccompFilter.of(jvm).orElseThrow();
    ByteBuffer data = ByteBuffer.allocate(64).order(ByteOrder.nativeOrder());
    data.putInt(0, number).putInt(4, architecture).putLong(16, argument);
    ByteBuffer code = ByteBuffer.wrap(filter.program()).order(ByteOrder.nativeOrder());
    int accumulator = 0;
    for (int at = 0; at < filter.instructions(); at++) {
      int operation = code.getShort(at * 8);
      int ifTrue = code.get(at * 8 + 2) & 0xff;
      int ifFalse = code.get(at * 8 + 3) & 0xff;
      int constant = code.getInt(at * 8 + 4);
      switch (operation) {
        case 0x20 -> accumulator = data.getInt(constant);
        case 0x15 -> at += accumulator == constant ? ifTrue : ifFalse;
        case 0x35 -> at += Integer.compareUnsigned(accumulator, constant) >= 0 ? ifTrue : ifFalse;
        case 0x06 -> {
          return constant;
        }
        default -> throw new AssertionError("operation " + operation);
      }
    }
    throw new AssertionError("the program has no end");
  }
}
