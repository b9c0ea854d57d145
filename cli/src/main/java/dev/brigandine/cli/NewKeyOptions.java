package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where a new key goes and what protects it: {@code keygen} and {@code device init}. */
final class NewKeyOptions {
  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The new key file, for its owner's eyes alone. Never overwritten.")
  Path output;

  @Option(
      names = "--pub",
      paramLabel = "FILE",
      description = "Write the public half to this file, too.")
  Path pub;

  @ArgGroup Protection protection;

  @Mixin TokenOptions token;

  /** At most one of the two; without any, a person is asked. */
  static final class Protection {
    @Option(
        names = "--passphrase-file",
        paramLabel = "FILE",
        description = "The first line is the passphrase; without it, you are asked.")
    Path passphraseFile;

    @Option(
        names = "--insecure-no-passphrase",
        description = "Write the key in the clear: whoever reads the file has the key.")
    boolean none;
  }

  private final Terminal terminal;

  NewKeyOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Writes a key file; a null passphrase writes it in the clear. */
  @FunctionalInterface
  interface KeyWriter {
    void save(Path path, char[] passphrase);
  }

  /** Writes the public half. */
  @FunctionalInterface
  interface PublicWriter {
    void save(Path path);
  }

  /** Whether the keys go on a token; refuses what does not go together, before a key is made. */
  boolean onToken() {
    boolean onToken = token.given();
    if (onToken && protection != null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a key on a token takes no passphrase: the token has its PIN",
          "leave --passphrase-file and --insecure-no-passphrase out");
    }
    checkNames();
    return onToken;
  }

  /** The files that say where keys on a token are; on failure the keys are deleted again. */
  void writeReference(String what, KeyWriter key, PublicWriter publicKey, Runnable discard)
      throws IOException {
    boolean done = false;
    try {
      save(key, null, publicKey);
      done = true;
    } finally {
      if (!done) {
        discard.run();
      }
    }
    terminal.say(
        what
            + " on the token of "
            + token.config
            + "; where it is, in "
            + output
            + (pub == null ? "" : "; public half in " + pub)
            + "; fingerprint:");
  }

  private void save(KeyWriter key, char[] passphrase, PublicWriter publicKey) throws IOException {
    key.save(output, passphrase);
    if (pub != null) {
      boolean done = false;
      try {
        publicKey.save(pub);
        done = true;
      } finally {
        if (!done) {
          Files.deleteIfExists(output);
        }
      }
    }
  }

  private void checkNames() {
    Outputs.refuseExisting(output);
    if (pub != null) {
      Outputs.refuseExisting(pub);
      if (pub.toAbsolutePath().normalize().equals(output.toAbsolutePath().normalize())) {
        throw new BrigandineException(
            ErrorCode.USAGE, "-o and --pub both name " + output, "give the halves two names");
      }
    }
  }

  /** Both files or none, and a word on stderr; what exists already stays as it is. */
  void write(String what, KeyWriter key, PublicWriter publicKey) throws IOException {
    checkNames();
    boolean open = protection != null && protection.none;
    char[] passphrase =
        open
            ? null
            : new Passphrases(terminal)
                .fresh(protection == null ? null : protection.passphraseFile, output);
    save(key, passphrase, publicKey);
    terminal.say(
        what
            + " in "
            + output
            + (open ? ", in the clear" : ", under a passphrase")
            + (pub == null ? "" : "; public half in " + pub)
            + "; fingerprint:");
  }
}
