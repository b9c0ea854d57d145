package dev.brigandine.cli;

import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Where {@code audit} finds the model served. */
final class AuditEndpoint {
  @Option(
      names = "--endpoint",
      paramLabel = "URL",
      description =
          "Where the model is served by the Open Inference Protocol V2:"
              + " http://127.0.0.1:8490/v2/models/NAME. What asks the application then asks there."
              + " Default: the model itself, licensed.")
  URI url;

  @Option(
      names = "--endpoint-key-file",
      paramLabel = "FILE",
      description = "A file whose first line is the API key that the endpoint asks for.")
  Path keyFile;

  boolean given() {
    return url != null || keyFile != null;
  }

  Optional<Endpoint> read() throws IOException {
    if (url == null) {
      if (keyFile != null) {
        throw new BrigandineException(
            ErrorCode.USAGE, "--endpoint-key-file is for an --endpoint", "name it");
      }
      return Optional.empty();
    }
    return Optional.of(new Endpoint(url, keyFile == null ? Optional.empty() : key()));
  }

  private Optional<String> key() throws IOException {
    char[] line = Passphrases.firstLine(keyFile);
    try {
      for (char c : line) {
        if (c <= ' ' || c > '~') {
          throw new BrigandineException(
              ErrorCode.USAGE,
              "the first line of " + keyFile + " is no API key",
              "a key has no spaces, and ASCII characters alone");
        }
      }
      return Optional.of(new String(line));
    } finally {
      Arrays.fill(line, '\0');
    }
  }
}
