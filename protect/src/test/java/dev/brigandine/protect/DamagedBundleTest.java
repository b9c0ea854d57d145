package dev.brigandine.protect;

import static dev.brigandine.protect.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.onnx.testing.TestModel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage of every kind to a bundle that opens. */
class DamagedBundleTest {
  @TempDir Path folder;
  private World world;
  private Path bundle;
  private Path licence;
  private Manifest manifest;
  private byte[] good;

  @BeforeEach
  void protect() throws Exception {
    world = new World(folder);
    bundle = world.protect(TestModel.MLP.write(folder));
    licence = world.license(bundle);
    good = Files.readAllBytes(bundle);
    try (Bundle open = Bundle.open(bundle)) {
      manifest = open.manifest();
    }
    world.open(bundle, licence).close();
  }

  private void tampered(byte[] bytes) throws Exception {
    Files.write(bundle, bytes);
    refused(ErrorCode.TAMPERED, () -> world.open(bundle, licence));
  }

  @Test
  void aBitInAnySection() throws Exception {
    Random random = new Random(4);
    for (SectionInfo section : manifest.sections()) {
      for (int i = 0; i < 40; i++) {
        byte[] bad = good.clone();
        // The first ones in salt and commitment, the last in the last tag.
        long at = i < 20 ? i * 3 : section.length() - 1 - random.nextInt((int) section.length());
        bad[(int) (section.offset() + at)] ^= (byte) (1 << random.nextInt(8));
        tampered(bad);
      }
      byte[] last = good.clone();
      last[(int) (section.offset() + section.length() - 1)] ^= 1;
      tampered(last);
    }
  }

  @Test
  void cutAnywhereOrLengthened() throws Exception {
    for (int length = 0; length < good.length; length += 97) {
      tampered(Arrays.copyOf(good, length));
    }
    tampered(Arrays.copyOf(good, good.length - 1));
    tampered(Arrays.copyOf(good, good.length + 1));
  }

  @Test
  void sectionsOfAnotherBundleOfTheSameModel() throws Exception {
    byte[] other = Files.readAllBytes(another());
    assertThat(other).hasSameSizeAs(good);
    for (SectionInfo section : manifest.sections()) {
      byte[] bad = good.clone();
      int at = (int) section.offset();
      System.arraycopy(other, at, bad, at, (int) section.length());
      tampered(bad);
    }
  }

  @Test
  void theFrontOfOneBundleAndTheSectionsOfAnother() throws Exception {
    byte[] bad = Files.readAllBytes(another());
    System.arraycopy(good, 0, bad, 0, (int) manifest.sections().get(0).offset());
    tampered(bad);
  }

  @Test
  void theManifest() throws Exception {
    byte[] bad = good.clone();
    bad[40] ^= 1;
    Files.write(bundle, bad);
    refused(ErrorCode.BAD_SIGNATURE, () -> world.open(bundle, licence));
  }

  private Path another() {
    Path other = folder.resolve("other.brig");
    world.protect(folder.resolve("mlp.onnx"), other, World.NEVER);
    return other;
  }
}
