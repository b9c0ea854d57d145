package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Refuses outputs that would cost the user a file, before any work begins. */
final class Outputs {
  private Outputs() {}

  /** Refuses an output that is one of the command's own inputs. */
  static void refuseInputs(Path output, Iterable<Path> inputs) throws IOException {
    for (Path input : inputs) {
      if (Files.exists(output) && Files.exists(input) && Files.isSameFile(output, input)) {
        throw new BrigandineException(
            ErrorCode.USAGE,
            "the output " + output + " would replace an input",
            "give another name after -o");
      }
    }
  }

  /** Refuses a name that is taken: a key that is overwritten is lost. */
  static void refuseExisting(Path output) {
    if (Files.exists(output, LinkOption.NOFOLLOW_LINKS)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          output + " exists already and is not overwritten",
          "choose another name, or move the old file away; a lost key cannot be made again");
    }
  }
}
