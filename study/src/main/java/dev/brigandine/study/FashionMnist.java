package dev.brigandine.study;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Fashion-MNIST (Zalando, MIT licence): clothes in ten classes. Read from the four IDX files as
 * Debian's package dataset-fashion-mnist has them.
 */
final class FashionMnist {
  private static final Path FOLDER =
      Path.of(System.getProperty("study.data", "/usr/share/datasets/fashion-mnist"));

  private FashionMnist() {}

  /** The 60,000 to train on. */
  static GreyImages train() throws IOException {
    return GreyImages.read(FOLDER, "train", ".gz");
  }

  /** The 10,000 to test with. */
  static GreyImages test() throws IOException {
    return GreyImages.read(FOLDER, "t10k", ".gz");
  }
}
