package dev.brigandine.cli;

import java.io.IOException;
import java.io.InputStream;
import java.util.Properties;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code brigandine} without a command: help and version. */
@Command(
    name = "brigandine",
    description = "Ship your ONNX model without giving it away.",
    versionProvider = RootCommand.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      KeygenCommand.class,
      PlanCommand.class,
      ProtectCommand.class,
      InspectCommand.class,
      DeviceCommand.class,
      LicenseCommand.class,
      LicenseServerCommand.class,
      VaultCommand.class,
      RunCommand.class,
      VerifyCommand.class,
      BenchCommand.class,
      AuditCommand.class,
      DemoCommand.class
    },
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      " 0:done",
      " 1:internal error, or the machine failed to read or write",
      " 2:usage, or an input file that cannot be used",
      "10:bad signature, or a signer that is not trusted",
      "11:no licence or key fits",
      "12:tampered with or truncated",
      "13:rollback refused, or a newer brigandine is needed",
      "20:licence expired or not yet valid",
      "21:wrong machine",
      "22:clock turned back",
      "23:no free lease, lease lost, or the licence server is away",
      "24:revoked",
      "30:a threshold was not met (verify, bench, audit)"
    },
    footer = "%nData goes to stdout, everything else to stderr.")
final class RootCommand implements Runnable {
  @Spec CommandSpec spec;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      scope = ScopeType.INHERIT,
      description = "Show this help.")
  boolean help;

  @Option(
      names = {"-V", "--version"},
      versionHelp = true,
      description = "Show the version.")
  boolean version;

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Print the stack trace of a failure (also: BRIGANDINE_DEBUG=1).")
  boolean debug;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** The version Maven wrote into the jar. */
  static final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() throws IOException {
      return new String[] {"brigandine " + current()};
    }

    static String current() throws IOException {
      Properties properties = new Properties();
      try (InputStream in = RootCommand.class.getResourceAsStream("version.properties")) {
        properties.load(in);
      }
      return properties.getProperty("version");
    }
  }
}
