package dev.brigandine.vault.harden;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * The system calls a vault never makes, refused with {@code EPERM} from then on: those by which one
 * process looks into another, starts a program, or gets at the kernel. It is the second wall: what
 * keeps others out of the vault holds without it; this keeps a vault that was talked into something
 * from doing more. It is a list of what is refused, not of what is let through, since the JVM, ONNX
 * Runtime and drivers of accelerators call what they like.
 *
 * <p>{@code Documentation/userspace-api/seccomp_filter.rst} of Linux has the form; the numbers are
 * those of its system call tables.
 *
 * @param seccomp the number of {@code seccomp(2)}
 */
record SeccompFilter(long seccomp, byte[] program) {
  private static final int AUDIT_ARCH_X86_64 = 0xC000003E;
  private static final int AUDIT_ARCH_AARCH64 = 0xC00000B7;
  private static final int X32 = 0x40000000;

  // struct seccomp_data
  private static final int NUMBER = 0;
  private static final int ARCH = 4;
  private static final int FIRST_ARGUMENT = 16;

  // BPF_LD|BPF_W|BPF_ABS, BPF_JMP|BPF_JEQ|BPF_K, BPF_JMP|BPF_JGE|BPF_K, BPF_RET|BPF_K
  private static final int LOAD = 0x20;
  private static final int EQUAL = 0x15;
  private static final int AT_LEAST = 0x35;
  private static final int RETURN = 0x06;

  private static final int ALLOW = 0x7fff0000;
  private static final int REFUSE = 0x00050000 | Libc.EPERM;

  private static final int PR_SET_DUMPABLE = 4;

  /** {@code name x86-64 aarch64}; -1 where an architecture has none. */
  private static final String[] REFUSED = {
    // Looking into another process, or letting one be looked into.
    "ptrace 101 117",
    "process_vm_readv 310 270",
    "process_vm_writev 311 271",
    "kcmp 312 272",
    "pidfd_getfd 438 438",
    "perf_event_open 298 241",
    "userfaultfd 323 282",
    "open_by_handle_at 304 265",
    "lookup_dcookie 212 18",
    "fanotify_init 300 262",
    // Another program.
    "execve 59 221",
    "execveat 322 281",
    // Around the other rules.
    "io_uring_setup 425 425",
    "io_uring_enter 426 426",
    "io_uring_register 427 427",
    "unshare 272 97",
    "setns 308 268",
    // The kernel.
    "bpf 321 280",
    "kexec_load 246 104",
    "kexec_file_load 320 294",
    "init_module 175 105",
    "finit_module 313 273",
    "delete_module 176 106",
    "keyctl 250 219",
    "add_key 248 217",
    "request_key 249 218",
    "acct 163 89",
    "syslog 103 116",
    "iopl 172 -1",
    "ioperm 173 -1",
    "modify_ldt 154 -1",
    // What lies where.
    "mount 165 40",
    "umount2 166 39",
    "pivot_root 155 41",
    "chroot 161 51",
    "move_mount 429 429",
    "open_tree 428 428",
    "fsopen 430 430",
    "fsconfig 431 431",
    "fsmount 432 432",
    "fspick 433 433",
    "mount_setattr 442 442",
    "quotactl 179 60",
    "swapon 167 224",
    "swapoff 168 225",
    // The machine.
    "reboot 169 142",
    "settimeofday 164 170",
    "clock_settime 227 112",
    "sethostname 170 161",
    "setdomainname 171 162",
    "vhangup 153 58",
  };

  /** For a JVM's {@code os.arch}; empty for one whose numbers are not here. */
  static Optional<SeccompFilter> of(String architecture) {
    return switch (architecture) {
      case "amd64" -> Optional.of(new SeccompFilter(317, program(AUDIT_ARCH_X86_64, 1, 157)));
      case "aarch64" -> Optional.of(new SeccompFilter(277, program(AUDIT_ARCH_AARCH64, 2, 167)));
      default -> Optional.empty();
    };
  }

  /** How many calls are refused by name. */
  int refused() {
    return REFUSED.length;
  }

  int instructions() {
    return program.length / 8;
  }

  private static byte[] program(int architecture, int column, int prctl) {
    Code code = new Code();
    // A call by another architecture's table (32-bit, x32) would have other numbers.
    code.add(LOAD, 0, 0, ARCH);
    code.add(EQUAL, 1, 0, architecture);
    code.add(RETURN, 0, 0, REFUSE);
    code.add(LOAD, 0, 0, NUMBER);
    if (architecture == AUDIT_ARCH_X86_64) {
      code.refuse(AT_LEAST, X32);
    }
    for (String row : REFUSED) {
      int number = Integer.parseInt(row.split(" ", -1)[column]);
      if (number >= 0) {
        code.refuse(EQUAL, number);
      }
    }
    code.add(EQUAL, 0, 3, prctl);
    code.add(LOAD, 0, 0, FIRST_ARGUMENT);
    code.refuse(EQUAL, PR_SET_DUMPABLE);
    code.add(RETURN, 0, 0, ALLOW);
    return code.bytes();
  }

  /** {@code struct sock_filter}s in a row. */
  private static final class Code {
    private final ByteBuffer to = ByteBuffer.allocate(8 * 256).order(ByteOrder.nativeOrder());

    void add(int operation, int ifTrue, int ifFalse, int constant) {
      to.putShort((short) operation).put((byte) ifTrue).put((byte) ifFalse).putInt(constant);
    }

    void refuse(int comparison, int constant) {
      add(comparison, 0, 1, constant);
      add(RETURN, 0, 0, REFUSE);
    }

    byte[] bytes() {
      byte[] bytes = new byte[to.position()];
      to.flip().get(bytes);
      return bytes;
    }
  }
}
