package dev.brigandine.audit.license;

import java.io.IOException;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;

/** A bundle that was cut off, or that something was added to. */
final class Cuts {
  private static final int MANY = 48;
  private static final int PAGE = 4096;

  private Cuts() {}

  static void lengthen(AlteredCopy copy, Reading reading, Random random, Ledger ledger)
      throws IOException {
    byte[] noise = new byte[1000];
    random.nextBytes(noise);
    for (byte[] more : List.of(new byte[1], new byte[PAGE], noise)) {
      copy.append(more);
      String what = more.length + " bytes";
      ledger.tried("bytes appended", what, reading.front(copy.path()), Region.TAMPERED);
      copy.cut(copy.size());
    }
  }

  /** At each boundary, a byte before and behind it, and elsewhere. Nothing is left of the copy. */
  static void cut(
      AlteredCopy copy, List<Region> regions, Reading reading, Random random, Ledger ledger)
      throws IOException {
    TreeSet<Long> lengths = new TreeSet<>();
    for (Region region : regions) {
      for (long at = region.from() - 1; at <= region.from() + 1; at++) {
        lengths.add(at);
      }
    }
    for (int i = 0; i < MANY; i++) {
      lengths.add((long) (random.nextDouble() * copy.size()));
    }
    lengths.add(copy.size() - 1);
    lengths.removeIf(length -> length < 0 || length >= copy.size());
    // From the end on, so that what is cut is always what the vendor made.
    for (long length : lengths.descendingSet()) {
      copy.cut(length);
      String what = "after " + length + " bytes";
      ledger.tried("cuts", what, reading.front(copy.path()), Region.TAMPERED);
    }
  }
}
