package dev.brigandine.vault.model;

import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;

/**
 * Memory that the C library would keep. By glibc's own rule what was once freed as a large piece is
 * served from its heap the next time, where an engine that is closed leaves holes that the next one
 * does not fit: a vault that reloaded a model of 90 MB ten times held 250 MB that nobody used. With
 * the rule fixed, each large piece is a mapping of its own, and gone when it is freed.
 */
final class NativeHeap {
  private static final int M_MMAP_THRESHOLD = -3;

  /** glibc's own, before it learns. */
  private static final int THRESHOLD = 128 * 1024;

  private static final boolean GLIBC = register();

  /** Registered by name. */
  private static final class C {
    static native int mallopt(int parameter, int value);

    static native int malloc_trim(long pad);

    private C() {}
  }

  private NativeHeap() {}

  private static boolean register() {
    if (!System.getProperty("os.name").equals("Linux")) {
      return false;
    }
    try {
      Native.register(C.class, NativeLibrary.getProcess());
      return true;
    } catch (LinkageError e) {
      // Another C library: musl gives back by itself.
      return false;
    }
  }

  /** Before large pieces are asked for; does nothing where there is no glibc. */
  static void keepNothingLarge() {
    if (GLIBC) {
      C.mallopt(M_MMAP_THRESHOLD, THRESHOLD);
    }
  }

  /** Gives back what is free, in Java's memory outside the heap and in the C library's. */
  static void giveBack() {
    // What was decrypted lay outside the heap, as much as the model is large. It was wiped, and
    // goes only with the collector, which has no reason of its own to come by in a quiet vault.
    System.gc();
    trim();
  }

  /** The C library's alone. */
  static void trim() {
    if (GLIBC) {
      C.malloc_trim(0);
    }
  }
}
