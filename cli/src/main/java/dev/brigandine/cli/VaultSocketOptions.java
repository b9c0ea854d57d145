package dev.brigandine.cli;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import picocli.CommandLine.Option;

/** Which vault is meant. */
final class VaultSocketOptions {
  static final Duration PATIENCE = Duration.ofSeconds(30);

  @Option(
      names = "--socket",
      defaultValue = "/run/brigandine/vault.sock",
      paramLabel = "FILE",
      description = "The vault's local socket. Default: ${DEFAULT-VALUE}.")
  Path socket;

  boolean isThere() {
    return Files.exists(socket);
  }

  static JsonObject object(String json) {
    return JsonParser.parseString(json).getAsJsonObject();
  }
}
