package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.License;
import dev.brigandine.license.Revocations;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** A licence against a list, where the model is opened by processes of their own. */
final class RevokedCheck {
  private RevokedCheck() {}

  static void check(Path list, Path licence) throws IOException {
    Revocations read;
    try (InputStream in = Files.newInputStream(list)) {
      byte[] bytes = in.readNBytes(Revocations.MAX_LENGTH + 2);
      read =
          Revocations.parse(new String(bytes, StandardCharsets.ISO_8859_1).stripTrailing(), null);
    }
    License license = License.load(licence);
    if (!read.speaksFor(license)) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the revocation list is signed by "
              + read.signer().thumbprint()
              + ", who does not stand behind the licence",
          "take the list from the vendor or server that the licence came from");
    }
    if (read.revokes(license)) {
      throw new BrigandineException(
          ErrorCode.REVOKED,
          "the licence " + license.id() + " was revoked, by list " + read.number(),
          "ask the vendor");
    }
  }
}
