package dev.brigandine.cli;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.page.VendorPage;
import dev.brigandine.licenseserver.service.LicenseServices;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code brigandine license-server}: run it, or prepare and keep it by its subcommands. */
@Command(
    name = "license-server",
    description =
        "Run the licence server until it is told to stop (SIGTERM). Prints its address on stdout.",
    subcommands = {
      LicenseServerInitCommand.class,
      LicenseServerTokenCommand.class,
      LicenseServerBackupCommand.class,
      LicenseServerRestoredCommand.class,
      LicenseServerMoveCommand.class
    })
final class LicenseServerCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin ServerDatabaseOptions database;

  @Option(
      names = "--port",
      defaultValue = "8480",
      paramLabel = "N",
      description = "Where to listen; 0 for any. Default: ${DEFAULT-VALUE}.")
  int port;

  @Option(
      names = "--listen",
      defaultValue = ServerOptions.LOOPBACK,
      paramLabel = "ADDRESS",
      description = "The address to listen at. Default: ${DEFAULT-VALUE}, this machine alone.")
  String listen;

  @Option(
      names = "--rate",
      defaultValue = "50",
      paramLabel = "N",
      description =
          "Requests a second that a device or token may make, 0 for no limit. Default:"
              + " ${DEFAULT-VALUE}.")
  int rate;

  @Option(
      names = "--tls-keystore",
      paramLabel = "FILE",
      description = "Serve HTTPS with the certificate and key in this PKCS#12 file.")
  Path keystore;

  @Option(
      names = "--tls-password-file",
      paramLabel = "FILE",
      description = "The first line is the key store's password; without it, you are asked.")
  Path passwordFile;

  private final Terminal terminal;

  LicenseServerCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (keystore == null && passwordFile != null) {
      throw new ParameterException(spec.commandLine(), "--tls-password-file needs --tls-keystore");
    }
    Optional<ServerOptions.TlsStore> tls = Optional.empty();
    if (keystore != null) {
      char[] password = new Passphrases(terminal).existing(passwordFile, keystore);
      tls = Optional.of(new ServerOptions.TlsStore(keystore, password));
    }
    ServerOptions options = new ServerOptions(database.db(), listen, port, tls, rate);
    VendorKey key = database.key();
    LicenseServices services = database.open(key);
    LicenseServer server =
        LicenseServer.start(
            options,
            services,
            key.signer().thumbprint(),
            terminal.clock(),
            new SecureRandom(),
            it ->
                List.of(
                    new VendorPage(
                        it, terminal.clock(), new SecureRandom(), options.tls().isPresent())));
    CountDownLatch stopped = new CountDownLatch(1);
    Thread stop =
        new Thread(
            () -> {
              server.close();
              stopped.countDown();
            },
            "stop");
    Runtime.getRuntime().addShutdownHook(stop);
    terminal.out().println(server.address());
    terminal.out().flush();
    stopped.await();
    return 0;
  }
}
