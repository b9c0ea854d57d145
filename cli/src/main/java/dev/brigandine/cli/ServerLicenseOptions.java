package dev.brigandine.cli;

import dev.brigandine.bench.ServedLicense;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** A licence server and what to ask it for. */
final class ServerLicenseOptions {
  private static final String HINT =
      "a licence is given with --license FILE, or with --license-server URI and --entitlement ID";

  @Option(
      names = "--license-server",
      paramLabel = "URI",
      description = "The licence server to ask, instead of --license.")
  URI server;

  @Option(
      names = "--entitlement",
      paramLabel = "ID",
      description = "What was bought: 22 characters, from the vendor.")
  String entitlement;

  @Option(
      names = "--cache",
      paramLabel = "DIR",
      description =
          "Where the server's licence is kept. Default: brigandine/licenses under the state folder.")
  Path cache;

  @Option(
      names = "--insecure-plain-http",
      description = "Allow http: to another machine than this one.")
  boolean plainHttp;

  @Option(
      names = "--keep-seat",
      description =
          "Keep the seat of a floating licence afterwards, for the next time, until its lease is"
              + " over.")
  boolean keepSeat;

  /** Null if a file is given, which must be one or the other. */
  ServedLicense orFile(Path licence, Terminal terminal) {
    if (server == null) {
      refuse(entitlement != null, "--entitlement");
      refuse(cache != null, "--cache");
      refuse(plainHttp, "--insecure-plain-http");
      refuse(keepSeat, "--keep-seat");
      if (licence == null) {
        throw usage("missing required option --license or --license-server");
      }
      return null;
    }
    if (licence != null) {
      throw usage("--license and --license-server exclude each other");
    }
    if (entitlement == null) {
      throw usage("--license-server needs --entitlement");
    }
    ServedLicense served =
        new ServedLicense(
            server, entitlement, cache == null ? defaultCache(terminal) : cache, plainHttp);
    // Says now what is malformed.
    served.source();
    return served;
  }

  boolean isGiven() {
    return server != null;
  }

  private static void refuse(boolean given, String option) {
    if (given) {
      throw usage(option + " goes with --license-server");
    }
  }

  private static Path defaultCache(Terminal terminal) {
    String state = terminal.environment().apply("XDG_STATE_HOME");
    Path base =
        state != null && !state.isEmpty()
            ? terminal.resolve(state)
            : Path.of(System.getProperty("user.home"), ".local", "state");
    return base.resolve("brigandine").resolve("licenses");
  }

  private static BrigandineException usage(String message) {
    return new BrigandineException(ErrorCode.USAGE, message, HINT);
  }
}
