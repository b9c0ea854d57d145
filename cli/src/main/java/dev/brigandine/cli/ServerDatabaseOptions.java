package dev.brigandine.cli;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The server's database and key. Checked by hand: subcommands must not need their parent's. */
final class ServerDatabaseOptions {
  @Spec(Spec.Target.MIXEE)
  CommandSpec spec;

  @Option(
      names = "--db",
      paramLabel = "URL",
      description =
          "sqlite:FILE, or postgresql://USER:PASSWORD@HOST:PORT/NAME. Also: BRIGANDINE_DB, which"
              + " other users do not see in the list of processes.")
  String url;

  @Option(names = "--key", paramLabel = "FILE", description = "The server's key, as init made it.")
  Path keyFile;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "The first line is the key's passphrase; without it, you are asked.")
  Path passphraseFile;

  private final Terminal terminal;

  ServerDatabaseOptions(Terminal terminal) {
    this.terminal = terminal;
  }

  String db() {
    String given = url != null ? url : terminal.environment().apply("BRIGANDINE_DB");
    if (given == null || given.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "missing required option: '--db=URL'");
    }
    String sqlite = "sqlite:";
    return given.startsWith(sqlite)
        ? sqlite + terminal.resolve(given.substring(sqlite.length()))
        : given;
  }

  VendorKey key() throws IOException {
    if (keyFile == null) {
      throw new ParameterException(spec.commandLine(), "missing required option: '--key=FILE'");
    }
    try {
      return VendorKey.load(keyFile, this::passphrase);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  LicenseServices open(VendorKey key) {
    return LicenseServices.open(db(), key, terminal.clock(), new SecureRandom());
  }

  LicenseServices open() throws IOException {
    return open(key());
  }

  private char[] passphrase() {
    try {
      return new Passphrases(terminal).existing(passphraseFile, keyFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
