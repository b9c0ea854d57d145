package dev.brigandine.audit.license;

import dev.brigandine.bundle.SectionInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Single bits, in every region of a bundle. */
final class Bits {
  /** What is looked at by the byte in full. */
  private static final int SHORT = 16;

  private static final int MANY = 64;
  private static final int FEW = 12;

  private final List<Region> regions;
  private final Random random;

  Bits(List<Region> regions, Random random) {
    this.regions = regions;
    this.random = random;
  }

  /** Of each kind of region, once more as an application opens it, if that is possible. */
  void flip(AlteredCopy copy, Reading reading, boolean applications, Ledger ledger)
      throws IOException {
    Set<String> opened = new LinkedHashSet<>();
    for (Region region : regions) {
      for (long position : positions(region)) {
        int bit = random.nextInt(8);
        copy.flip(position, bit);
        String what = "bit " + bit + " of byte " + position;
        ledger.tried(
            "a bit of " + region.kind(),
            what,
            outcome(copy.path(), reading, region, position),
            region.codes());
        if (applications && opened.add(region.kind())) {
          ledger.tried(
              "a bit of " + region.kind() + ", opened by an application",
              what,
              reading.application(copy.path()),
              region.codes());
        }
        copy.flip(position, bit);
      }
    }
  }

  private static String outcome(Path copy, Reading reading, Region region, long position) {
    SectionInfo section = region.section();
    return section == null
        ? reading.front(copy)
        : reading.chunk(copy, section, position - section.offset());
  }

  /** All of a short region, of others the ends and some between. */
  private Set<Long> positions(Region region) {
    Set<Long> positions = new LinkedHashSet<>();
    if (region.section() == null && region.length() <= SHORT) {
      for (long at = region.from(); at < region.to(); at++) {
        positions.add(at);
      }
      return positions;
    }
    positions.add(region.from());
    positions.add(region.to() - 1);
    boolean text = region.codes().equals(Region.BAD_SIGNATURE);
    List<Long> between = new ArrayList<>();
    for (int i = 0; i < (text ? MANY : FEW); i++) {
      between.add(region.from() + (long) (random.nextDouble() * region.length()));
    }
    positions.addAll(between);
    return positions;
  }
}
