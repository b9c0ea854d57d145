package dev.brigandine.bundle;

/** Where things stand in a bundle file, and the limits of format version 1. */
final class Layout {
  /** {@code BRIG}, read as a little-endian int. */
  static final int MAGIC = 'B' | 'R' << 8 | 'I' << 16 | 'G' << 24;

  static final int VERSION = 1;
  static final int PREFIX = 16;
  static final int ALIGNMENT = 4096;
  static final int MAX_MANIFEST = 4 << 20;
  static final int MAX_SIGNATURE = 8 << 10;
  static final int MAX_SECTIONS = 10_000;
  static final int MAX_TENSORS = 10_000;
  static final int MAX_NAME = 4096;
  static final int MAX_RANK = 64;
  static final int MAX_ID = 256;
  static final int MAX_ACTIVATION = 4096;

  /** 2^53 - 1: every JSON reader holds it exactly, and no file is longer. */
  static final long MAX_INTEGER = (1L << 53) - 1;

  private Layout() {}

  /** The next multiple of 4096 at or above {@code position}. */
  static long align(long position) {
    return (position + (ALIGNMENT - 1)) & -ALIGNMENT;
  }
}
