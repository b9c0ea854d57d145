package dev.brigandine.audit.license;

import dev.brigandine.bundle.SectionInfo;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** Encrypted pieces of a bundle in each other's place. */
final class Swaps {
  private static final int SECTIONS = 8;
  private static final int CHUNKS = 6;

  private Swaps() {}

  static void swap(
      AlteredCopy copy, List<SectionInfo> sections, Reading reading, Random random, Ledger ledger)
      throws IOException {
    for (int i = 1; i < Math.min(SECTIONS, sections.size()); i++) {
      SectionInfo one = sections.get(i - 1);
      SectionInfo other = sections.get(i);
      long length = Math.min(one.length(), other.length());
      copy.swap(one.offset(), other.offset(), length);
      for (SectionInfo section : List.of(one, other)) {
        String what = one.name() + " and " + other.name() + ", read " + section.name();
        String result = reading.chunk(copy.path(), section, 0);
        ledger.tried("sections swapped", what, result, Region.TAMPERED);
      }
      copy.swap(one.offset(), other.offset(), length);
    }
    for (SectionInfo section : sections) {
      chunks(copy, section, reading, random, ledger);
    }
  }

  /** Full chunks of one section, next to each other and far apart. */
  private static void chunks(
      AlteredCopy copy, SectionInfo section, Reading reading, Random random, Ledger ledger)
      throws IOException {
    int full = (int) Math.min(1 << 20, (section.length() - Region.HEAD) / Region.SEALED_CHUNK);
    for (int i = 0; full > 1 && i < CHUNKS; i++) {
      int one = i == 0 ? 0 : random.nextInt(full);
      int other = i == 0 ? full - 1 : (one + 1 + random.nextInt(full - 1)) % full;
      long from = Region.HEAD + (long) one * Region.SEALED_CHUNK;
      long to = Region.HEAD + (long) other * Region.SEALED_CHUNK;
      copy.swap(section.offset() + from, section.offset() + to, Region.SEALED_CHUNK);
      String what = "chunks " + one + " and " + other + " of " + section.name();
      String result = reading.chunk(copy.path(), section, from);
      ledger.tried("chunks swapped", what, result, Region.TAMPERED);
      copy.swap(section.offset() + from, section.offset() + to, Region.SEALED_CHUNK);
      repeat(copy, section, from, to, reading, ledger);
    }
  }

  private static void repeat(
      AlteredCopy copy, SectionInfo section, long from, long to, Reading reading, Ledger ledger)
      throws IOException {
    byte[] kept = copy.read(section.offset() + to, Region.SEALED_CHUNK);
    copy.write(section.offset() + to, copy.read(section.offset() + from, Region.SEALED_CHUNK));
    String what = "a chunk of " + section.name();
    String result = reading.chunk(copy.path(), section, to);
    ledger.tried("chunks repeated", what, result, Region.TAMPERED);
    copy.write(section.offset() + to, kept);
  }
}
