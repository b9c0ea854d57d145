package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** A new key on a token in place of a file: {@code keygen} and {@code device init}. */
final class TokenOptions {
  @Option(
      names = "--pkcs11",
      paramLabel = "CONFIG",
      description =
          "Make the keys on the token of this SunPKCS11 configuration (TPM, HSM, smart card); the"
              + " key file then only says where they are.")
  Path config;

  @Option(
      names = "--label",
      paramLabel = "NAME",
      description = "What the keys are called on the token. Default: brigandine-, and a number.")
  String label;

  @Option(
      names = "--pin-file",
      paramLabel = "FILE",
      description =
          "The first line is the token's PIN; without it, the variable BRIGANDINE_PIN, or you are"
              + " asked.")
  Path pinFile;

  private final Terminal terminal;

  TokenOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  boolean given() {
    if (config == null && (label != null || pinFile != null)) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          (label != null ? "--label" : "--pin-file") + " is for keys on a token",
          "name the token's configuration: --pkcs11 CONFIG");
    }
    return config != null;
  }

  String name() {
    if (label != null) {
      return label;
    }
    byte[] random = new byte[6];
    new SecureRandom().nextBytes(random);
    return "brigandine-" + HexFormat.of().formatHex(random);
  }

  Supplier<char[]> pin() {
    return () -> {
      try {
        return new Passphrases(terminal).pin(pinFile, config);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
