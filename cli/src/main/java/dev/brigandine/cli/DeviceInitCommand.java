package dev.brigandine.cli;

import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.machine.Machine;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code brigandine device init}: a device's key pair. */
@Command(
    name = "init",
    description =
        "Make this device's key. The public half goes to the vendor, who issues a licence to it."
            + " Prints its fingerprint.")
final class DeviceInitCommand implements Callable<Integer> {
  @Mixin NewKeyOptions options;

  private final Terminal terminal;

  DeviceInitCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    if (options.onToken()) {
      TokenOptions token = options.token;
      DeviceKey key = DeviceKey.generateOnToken(token.config, token.name(), token.pin());
      options.writeReference(
          "device key", key::save, key.publicKey()::save, () -> key.discard(token.pin()));
      terminal.out().println(key.thumbprint());
      return 0;
    }
    try (DeviceKey key = DeviceKey.generate()) {
      options.write("device key", key::save, key.publicKey(Machine.here())::save);
      terminal.out().println(key.thumbprint());
    }
    return 0;
  }
}
