package dev.brigandine.audit.license;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.SectionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * A stretch of a bundle that one check guards.
 *
 * @param kind what it is, for the report
 * @param from its first byte in the file
 * @param to behind its last
 * @param section the encrypted section it belongs to; null if that is none
 * @param codes documented for a change in it
 */
record Region(String kind, long from, long to, SectionInfo section, Set<String> codes) {
  static final Set<String> TAMPERED = Set.of("tampered");
  static final Set<String> BAD_SIGNATURE = Set.of("bad-signature");
  private static final int PREFIX = 16;
  private static final int SALT = 24;

  /** Salt and commitment. */
  static final int HEAD = SALT + 32;

  static final int CHUNK = 16_384;
  static final int TAG = 16;
  static final int SEALED_CHUNK = CHUNK + TAG;

  long length() {
    return to - from;
  }

  /** All of a bundle, without a gap, as {@code docs/format.md} lays it out. */
  static List<Region> of(Bundle bundle) {
    List<Region> regions = new ArrayList<>();
    long manifest = PREFIX + bundle.manifestLength();
    long signature = manifest + bundle.signatureLength();
    regions.add(new Region("the magic", 0, 4, null, TAMPERED));
    regions.add(new Region("the version", 4, 8, null, Set.of("tampered", "runtime-too-old")));
    // Another length moves the signature, or the first section beyond the file's end.
    Set<String> either = Set.of("tampered", "bad-signature");
    regions.add(new Region("the lengths", 8, PREFIX, null, either));
    regions.add(new Region("the manifest", PREFIX, manifest, null, BAD_SIGNATURE));
    regions.add(new Region("the signature", manifest, signature, null, BAD_SIGNATURE));
    long end = signature;
    for (SectionInfo section : bundle.manifest().sections()) {
      add(regions, new Region("the padding", end, section.offset(), null, TAMPERED));
      end = section.offset() + section.length();
      add(regions, section);
    }
    return regions;
  }

  private static void add(List<Region> regions, SectionInfo section) {
    long salt = section.offset() + SALT;
    long head = section.offset() + HEAD;
    long end = section.offset() + section.length();
    long tag = end - TAG;
    add(regions, new Region("a section's salt", section.offset(), salt, section, TAMPERED));
    add(regions, new Region("a section's commitment", salt, head, section, TAMPERED));
    add(regions, new Region("a section's chunks", head, tag, section, TAMPERED));
    add(regions, new Region("a section's last tag", tag, end, section, TAMPERED));
  }

  private static void add(List<Region> regions, Region region) {
    if (region.length() > 0) {
      regions.add(region);
    }
  }
}
