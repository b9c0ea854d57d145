package dev.brigandine.cli;

import dev.brigandine.vault.net.ApiKeys;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code brigandine vault key}. */
@Command(
    name = "key",
    description =
        "Make an API key for the vault's network fronts. Prints it, this once; the file keeps its"
            + " digest. A running vault takes it on with: brigandine vault reload")
final class VaultKeyCommand implements Callable<Integer> {
  @Option(
      names = "--name",
      required = true,
      paramLabel = "NAME",
      description = "Who will hold it: letters, digits and . _ @ -")
  String name;

  @Option(
      names = "--keys",
      required = true,
      paramLabel = "FILE",
      description = "The file that the configuration calls api-keys; made if it is not there.")
  Path keys;

  private final Terminal terminal;

  VaultKeyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    ApiKeys.NewKey key = ApiKeys.newKey(name, new SecureRandom());
    String before = "";
    if (Files.exists(keys)) {
      ApiKeys.read(keys).requireFree(name);
      before = Files.readString(keys);
    }
    String gap = before.isEmpty() || before.endsWith("\n") ? "" : "\n";
    String all = before + gap + key.line() + "\n";
    AtomicFile.write(keys, out -> out.write(all.getBytes(StandardCharsets.UTF_8)));
    terminal.out().println(key.key());
    return 0;
  }
}
