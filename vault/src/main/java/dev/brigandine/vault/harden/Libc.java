package dev.brigandine.vault.harden;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import java.io.Closeable;
import java.nio.charset.StandardCharsets;

/**
 * All that is called outside Java: few functions of Linux's C library, with the numbers of 64-bit
 * x86 and ARM, which agree on all but system calls. Loading this class costs tens of milliseconds,
 * so do it beside something else.
 */
final class Libc {
  /** {@code rlim_t} without end. */
  static final long INFINITY = -1L;

  static final int RLIMIT_CORE = 4;
  static final int RLIMIT_MEMLOCK = 8;

  static final int EPERM = 1;

  private static final int PR_GET_DUMPABLE = 3;
  private static final int PR_SET_DUMPABLE = 4;
  private static final int PR_GET_SECCOMP = 21;
  private static final int PR_SET_NO_NEW_PRIVS = 38;

  private static final int SIGQUIT = 3;
  private static final long SIG_IGN = 1;

  private static final int MCL_CURRENT = 1;
  private static final int MCL_FUTURE = 2;
  private static final int MCL_ONFAULT = 4;

  private static final int SECCOMP_SET_MODE_FILTER = 1;
  private static final int SECCOMP_FILTER_FLAG_TSYNC = 1;
  private static final int SECCOMP_FILTER_FLAG_SPEC_ALLOW = 4;

  /** Registered by name: primitives alone, which is JNA's fastest way. */
  private static final class C {
    // Variadic in C; on Linux's 64-bit x86 and ARM the call is the same as with these fixed.
    static native int prctl(int option, long a, long b, long c, long d);

    static native long syscall(long number, long a, long b, long c);

    static native int getrlimit(int resource, long pair);

    static native int setrlimit(int resource, long pair);

    static native int mlockall(int flags);

    static native long signal(int number, long handler);

    static native int setenv(long name, long value, int overwrite);

    static native int geteuid();

    private C() {}
  }

  static {
    Native.register(C.class, NativeLibrary.getProcess());
  }

  private Libc() {}

  /** Soft and hard. */
  record Limit(long soft, long hard) {}

  static int euid() {
    return C.geteuid();
  }

  /** Of the last call of this thread that failed. */
  static int errno() {
    return Native.getLastError();
  }

  /** Whether the process may be traced and dumped by its own user. */
  static boolean dumpable() {
    return C.prctl(PR_GET_DUMPABLE, 0, 0, 0, 0) != 0;
  }

  static boolean makeUndumpable() {
    return C.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0 && !dumpable();
  }

  static Limit limit(int resource) {
    try (Pair pair = new Pair(0, 0)) {
      return C.getrlimit(resource, pair.address()) == 0 ? pair.limit() : new Limit(0, 0);
    }
  }

  static boolean limit(int resource, long soft, long hard) {
    try (Pair pair = new Pair(soft, hard)) {
      return C.setrlimit(resource, pair.address()) == 0;
    }
  }

  /** Locks what is in memory and what will come, each page when it is first touched. */
  static boolean lockAll() {
    return C.mlockall(MCL_CURRENT | MCL_FUTURE | MCL_ONFAULT) == 0;
  }

  /** Over the JVM's own handler, which would print every thread's stack. */
  static boolean ignoreQuit() {
    return C.signal(SIGQUIT, SIG_IGN) != -1;
  }

  /** For native code that is loaded later; Java's own view of the environment stays. */
  static boolean environment(String name, String value) {
    try (Memory key = text(name);
        Memory content = text(value)) {
      return C.setenv(Pointer.nativeValue(key), Pointer.nativeValue(content), 1) == 0;
    }
  }

  private static Memory text(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    Memory memory = new Memory(bytes.length + 1L);
    memory.clear();
    memory.write(0, bytes, 0, bytes.length);
    return memory;
  }

  /** 0 without a filter, 2 with one; negative if the kernel has no seccomp. */
  static int seccompMode() {
    return C.prctl(PR_GET_SECCOMP, 0, 0, 0, 0);
  }

  /**
   * Puts a filter before every system call of every thread, for good.
   *
   * @param seccomp the number of {@code seccomp(2)}
   * @return 0; else {@code errno}, or -1 if a thread could not be brought in line
   */
  static int filter(long seccomp, byte[] program, int instructions) {
    if (C.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) {
      return errno();
    }
    try (Memory code = new Memory(program.length);
        Memory descriptor = new Memory(16)) {
      code.write(0, program, 0, program.length);
      descriptor.clear();
      descriptor.setShort(0, (short) instructions);
      descriptor.setPointer(8, code);
      long address = Pointer.nativeValue(descriptor);
      // Where a kernel slows filtered threads down against speculation (before 5.16), not here:
      // the filter is no sandbox for code that is hostile.
      long done =
          C.syscall(
              seccomp,
              SECCOMP_SET_MODE_FILTER,
              SECCOMP_FILTER_FLAG_TSYNC | SECCOMP_FILTER_FLAG_SPEC_ALLOW,
              address);
      if (done < 0) {
        done = C.syscall(seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_TSYNC, address);
      }
      return done == 0 ? 0 : done > 0 ? -1 : errno();
    }
  }

  /** {@code struct rlimit}. */
  private static final class Pair implements Closeable {
    private final Memory memory = new Memory(16);

    Pair(long soft, long hard) {
      memory.setLong(0, soft);
      memory.setLong(8, hard);
    }

    long address() {
      return Pointer.nativeValue(memory);
    }

    Limit limit() {
      return new Limit(memory.getLong(0), memory.getLong(8));
    }

    @Override
    public void close() {
      memory.close();
    }
  }
}
