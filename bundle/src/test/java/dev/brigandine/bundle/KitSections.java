package dev.brigandine.bundle;

import java.util.Arrays;

/** Vectors that open, but of which a section is not to be decrypted. */
final class KitSections {
  private static final String TAMPERED = "tampered tampered tampered";
  private static final String NO_KEY = "no-key-fits no-key-fits no-key-fits";

  private KitSections() {}

  static void fill(Kit.Box box) {
    box.from(301);
    flip(box, "salt-flipped", 0);
    flip(box, "commitment-flipped", 24);
    flip(box, "commitment-last-byte-flipped", 55);
    flip(box, "chunk-flipped", 56);
    flip(box, "tag-flipped", 131);
    box.section(
        "section-zeroed",
        "tampered",
        "graph",
        TAMPERED,
        0,
        f -> f.afterSigning = p -> Arrays.fill(p.get(0).sealed, (byte) 0));
    box.section(
        "sections-swapped",
        "tampered",
        "*",
        TAMPERED,
        0,
        f -> f.part("weights.0", 60).afterSigning = KitSections::swap);
    box.section(
        "second-chunk-flipped",
        "tampered",
        "weights.0",
        TAMPERED,
        16384,
        f ->
            f.part("weights.0", 16400).afterSigning =
                p -> KitPrefix.set(p.get(1).sealed, 56 + 16400));
    box.section(
        "first-chunk-flipped",
        "tampered",
        "weights.0",
        TAMPERED,
        0,
        f -> f.part("weights.0", 16400).afterSigning = p -> KitPrefix.set(p.get(1).sealed, 56));

    // By someone who can sign: digests fit, yet the context does not.
    box.section(
        "signed-sections-swapped",
        "ok",
        "*",
        NO_KEY,
        0,
        f -> f.part("weights.0", 60).beforeDigests = KitSections::swap);
    box.section(
        "signed-section-doubled",
        "ok",
        "weights.0",
        NO_KEY,
        0,
        f -> f.part("weights.0", 60).beforeDigests = p -> p.get(1).sealed = p.get(0).sealed);
    box.section(
        "signed-section-renamed",
        "ok",
        "graph.0",
        NO_KEY,
        0,
        f -> f.beforeDigests = p -> p.get(0).name = "graph.0");
    box.section(
        "signed-section-of-another-bundle",
        "ok",
        "graph",
        NO_KEY,
        0,
        f -> f.sealedFor = "____________________-w");
    box.section(
        "signed-section-under-another-key", "ok", "graph", NO_KEY, 0, f -> f.activation = 8);
    box.section(
        "signed-salt-flipped",
        "ok",
        "graph",
        NO_KEY,
        0,
        f -> f.beforeDigests = p -> KitPrefix.set(p.get(0).sealed, 3));
    box.section(
        "signed-commitment-flipped",
        "ok",
        "graph",
        NO_KEY,
        0,
        f -> f.beforeDigests = p -> KitPrefix.set(p.get(0).sealed, 30));
    box.section(
        "signed-commitment-zero",
        "ok",
        "graph",
        NO_KEY,
        0,
        f -> f.beforeDigests = p -> Arrays.fill(p.get(0).sealed, 24, 56, (byte) 0));
    box.section(
        "signed-chunk-flipped",
        "ok",
        "graph",
        TAMPERED,
        0,
        f -> f.beforeDigests = p -> KitPrefix.set(p.get(0).sealed, 60));
    box.section(
        "signed-tag-flipped",
        "ok",
        "graph",
        TAMPERED,
        0,
        f -> f.beforeDigests = p -> KitPrefix.set(p.get(0).sealed, 131));
    box.section(
        "signed-chunks-swapped",
        "ok",
        "weights.0",
        TAMPERED,
        0,
        f -> f.part("weights.0", 32769).beforeDigests = p -> chunks(p.get(1).sealed, true));
    box.section(
        "signed-chunk-doubled",
        "ok",
        "weights.0",
        TAMPERED,
        16384,
        f -> f.part("weights.0", 32769).beforeDigests = p -> chunks(p.get(1).sealed, false));
    box.section(
        "signed-first-chunk-gone",
        "ok",
        "weights.0",
        TAMPERED,
        0,
        f -> f.part("weights.0", 20000).beforeDigests = p -> cutFirst(p.get(1)));
    // The section is sound, the digest is not: only who reads all of it can tell.
    box.section(
        "signed-digest-of-another",
        "tampered",
        "graph",
        "tampered ok ok",
        60,
        f -> f.beforeDigests = p -> p.get(0).digest = new byte[32]);
  }

  private static void flip(Kit.Box box, String name, int at) {
    box.section(
        name,
        "tampered",
        "graph",
        TAMPERED,
        0,
        f -> f.afterSigning = p -> KitPrefix.set(p.get(0).sealed, at));
  }

  private static void swap(java.util.List<Forge.Part> parts) {
    byte[] first = parts.get(0).sealed;
    parts.get(0).sealed = parts.get(1).sealed;
    parts.get(1).sealed = first;
  }

  private static void cutFirst(Forge.Part part) {
    byte[] sealed = part.sealed;
    byte[] rest = Arrays.copyOfRange(sealed, 56 + Cobblestone.SEALED_CHUNK, sealed.length);
    part.sealed = KitPrefix.concat(Arrays.copyOf(sealed, 56), rest);
  }

  private static void chunks(byte[] sealed, boolean swap) {
    int size = Cobblestone.SEALED_CHUNK;
    byte[] first = Arrays.copyOfRange(sealed, 56, 56 + size);
    if (swap) {
      System.arraycopy(sealed, 56 + size, sealed, 56, size);
    }
    System.arraycopy(first, 0, sealed, 56 + size, size);
  }
}
