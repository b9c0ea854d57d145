package dev.brigandine.cli;

import dev.brigandine.license.VendorKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The vendor's key: {@code protect} and {@code license issue}. */
final class VendorKeyOptions {
  @Option(
      names = "--key",
      required = true,
      paramLabel = "FILE",
      description = "The vendor's key, as keygen made it.")
  Path key;

  @Option(
      names = {"--passphrase-file", "--pin-file"},
      paramLabel = "FILE",
      description =
          "The first line is the key's passphrase or its token's PIN;"
              + " without it, you are asked.")
  Path passphraseFile;

  private final Terminal terminal;

  VendorKeyOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  VendorKey load() throws IOException {
    try {
      return VendorKey.load(key, this::passphrase);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private char[] passphrase() {
    try {
      return new Passphrases(terminal).existing(passphraseFile, key);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
