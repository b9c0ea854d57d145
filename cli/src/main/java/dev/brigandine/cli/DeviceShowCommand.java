package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.machine.Machine;
import dev.brigandine.license.machine.Trait;
import dev.brigandine.license.token.TokenKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine device show}: where a device's key lives, and what tells this machine. */
@Command(
    name = "show",
    description =
        "Show where a device's key lives, what happens there, and which traits of this machine a"
            + " licence can be bound to. Values of traits are not shown.")
final class DeviceShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DEVICE", description = "The device's key, as device init made it.")
  Path device;

  @Option(
      names = {"--passphrase-file", "--pin-file"},
      paramLabel = "FILE",
      description =
          "The first line is the key's passphrase or its token's PIN; without it, you are asked.")
  Path passphraseFile;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  private final Terminal terminal;

  DeviceShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Machine machine = Machine.here();
    boolean[] asked = new boolean[1];
    try (DeviceKey key = load(asked)) {
      Map<String, Object> members = members(key, asked[0], machine);
      if (json) {
        Json.print(terminal.out(), members);
      } else {
        print(members, machine);
      }
    }
    return 0;
  }

  private DeviceKey load(boolean[] asked) throws IOException {
    try {
      return DeviceKey.load(
          device,
          () -> {
            asked[0] = true;
            try {
              return new Passphrases(terminal).existing(passphraseFile, device);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Map<String, Object> members(DeviceKey key, boolean asked, Machine machine) {
    Map<String, Object> members = new LinkedHashMap<>();
    Optional<TokenKeys> token = key.token();
    members.put("fingerprint", key.thumbprint());
    members.put("signer", signer(key));
    members.put(
        "lives",
        token.isPresent() ? "token" : asked ? "file under a passphrase" : "file in the clear");
    members.put("opens", opens(token));
    token.ifPresent(keys -> members.put("label", keys.name()));
    members.put("extractable", token.isEmpty() || token.get().isExtractable());
    members.put("container", machine.container().orElse(null));
    List<Map<String, Object>> traits = new ArrayList<>();
    for (Trait trait : machine.traits()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("name", trait.name());
      one.put("counts", trait.counts());
      one.put("values", trait.values().size());
      one.put("ignored", trait.ignored());
      traits.add(one);
    }
    members.put("traits", traits);
    return members;
  }

  private static String opens(Optional<TokenKeys> token) {
    if (token.isEmpty()) {
      return "ECDH in this process";
    }
    return token.get().openingRsa() == null
        ? "ECDH on the token"
        : "RSA-OAEP with raw RSA on the token";
  }

  /** Null for key files of the first form, which cannot sign. */
  private static String signer(DeviceKey key) {
    try {
      return key.publicKey().signer().map(Object::toString).orElse(null);
    } catch (BrigandineException e) {
      return null;
    }
  }

  private void print(Map<String, Object> members, Machine machine) throws IOException {
    Columns columns = new Columns("");
    columns.row("device", (String) members.get("fingerprint"));
    Object signer = members.get("signer");
    columns.row(
        "signs as", signer == null ? "cannot sign: made by an older version" : (String) signer);
    Object label = members.get("label");
    columns.row(
        "lives", label == null ? "in a " + members.get("lives") : "on a token, as " + label);
    columns.row("opens by", (String) members.get("opens"));
    boolean extractable = (boolean) members.get("extractable");
    columns.row(
        "copied",
        label == null
            ? "with the file " + device + " (" + Files.size(device) + " bytes)"
            : extractable
                ? "the token says it gives the key out"
                : "not: the token says it gives the key to nobody");
    columns.row(
        "machine", machine.container().map(c -> "a container: " + c).orElse("no container seen"));
    columns.print(terminal.out());
    Columns traits = new Columns("  ");
    for (Trait trait : machine.traits()) {
      traits.row(
          trait.name(),
          trait.counts() ? "counts" : "does not count",
          trait.ignored().isEmpty()
              ? trait.counts() ? "" : "not there, or not readable by this user"
              : String.join("; ", trait.ignored()));
    }
    traits.print(terminal.out());
  }
}
