package dev.brigandine.cli;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** {@code brigandine license-server init}. */
@Command(
    name = "init",
    description =
        "Make the server's key if there is none, and the database. Prints the first admin's token,"
            + " this once; nothing if there is one already.")
final class LicenseServerInitCommand implements Callable<Integer> {
  @Mixin ServerDatabaseOptions database;

  @Option(
      names = "--pub",
      paramLabel = "FILE",
      description = "Write the key's public half to this file: the vendor delegates to it.")
  Path pub;

  @Option(
      names = "--insecure-no-passphrase",
      description = "Write a new key in the clear: whoever reads the file has the key.")
  boolean open;

  private final Terminal terminal;

  LicenseServerInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    database.db();
    if (database.keyFile == null) {
      throw new ParameterException(
          database.spec.commandLine(), "missing required option: '--key=FILE'");
    }
    if (!Files.exists(database.keyFile)) {
      NewKeyOptions fresh = new NewKeyOptions(terminal);
      fresh.output = database.keyFile;
      fresh.protection = new NewKeyOptions.Protection();
      fresh.protection.passphraseFile = database.passphraseFile;
      fresh.protection.none = open;
      VendorKey key = VendorKey.generate();
      fresh.pub = pub;
      fresh.write("server key", key::save, key.publicKey()::save);
      terminal.say(key.signer().thumbprint());
      return init(key);
    }
    VendorKey key = database.key();
    if (pub != null && !Files.exists(pub)) {
      key.publicKey().save(pub);
    }
    return init(key);
  }

  private int init(VendorKey key) {
    try (LicenseServices services = database.open(key)) {
      Optional<String> token = services.init();
      if (token.isEmpty()) {
        terminal.say("the database has an admin already; license-server token makes more tokens");
      }
      token.ifPresent(terminal.out()::println);
    }
    return 0;
  }
}
