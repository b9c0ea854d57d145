package dev.brigandine.cli;

import dev.brigandine.license.VendorKey;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code brigandine keygen}: the vendor's keys. */
@Command(
    name = "keygen",
    description =
        "Make a vendor's keys: one signs bundles and licences, one opens what protect sealed."
            + " Prints the signer's fingerprint.")
final class KeygenCommand implements Callable<Integer> {
  @Mixin NewKeyOptions options;

  private final Terminal terminal;

  KeygenCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (options.onToken()) {
      TokenOptions token = options.token;
      VendorKey onToken = VendorKey.generateOnToken(token.config, token.name(), token.pin());
      options.writeReference(
          "vendor key",
          onToken::save,
          onToken.publicKey()::save,
          () -> onToken.discard(token.pin()));
      terminal.out().println(onToken.signer());
      return 0;
    }
    VendorKey key = VendorKey.generate();
    options.write("vendor key", key::save, key.publicKey()::save);
    terminal.out().println(key.signer());
    return 0;
  }
}
