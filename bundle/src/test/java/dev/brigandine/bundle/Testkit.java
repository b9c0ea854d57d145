package dev.brigandine.bundle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The testkit: one file, one vector, beside each a text of the same name that tells what is
 * expected. Run {@link #main} with a folder to write it anew; the vectors in the repository are
 * kept, since signatures are random and a released file is kept for ever.
 */
final class Testkit {
  private Testkit() {}

  static List<Kit> make() {
    Kit.Box box = new Kit.Box();
    KitValid.fill(box);
    KitPrefix.fill(box);
    KitManifest.fill(box);
    KitSections.fill(box);
    KitSignature.fill(box);
    return box.kits;
  }

  public static void main(String[] args) throws IOException {
    Path folder = Files.createDirectories(Path.of(args[0]));
    for (Kit kit : make()) {
      Files.write(folder.resolve(kit.name() + ".brig"), kit.file());
      Files.write(folder.resolve(kit.name() + ".txt"), kit.expected());
    }
  }
}
