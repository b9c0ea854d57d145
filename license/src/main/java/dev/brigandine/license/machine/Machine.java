package dev.brigandine.license.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * A machine as it shows itself to this process, for telling it from others of its kind.
 *
 * <p>What this is not: proof. Everything read here is what the operating system says, and who owns
 * the operating system can make it say what another machine's says; a cloned virtual machine says
 * so without being asked. It stops the copying of files. A key on a token ({@code docs/devices.md})
 * stops more.
 */
public final class Machine {
  private final TraitSource source;
  private final Optional<String> container;

  Machine(TraitSource source, Optional<String> container) {
    this.source = source;
    this.container = container;
  }

  /** This machine. Nothing is read before it is asked for, but for what tells a container. */
  public static Machine here() {
    String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    boolean apple = system.startsWith("mac");
    if (apple || system.startsWith("windows")) {
      return new Machine(
          new CommandTraits(apple, new SystemCommands(), System::getenv), Optional.empty());
    }
    return at(Path.of("/"), System::getenv);
  }

  /**
   * The Linux machine whose file system is mounted at {@code root}: another than {@code /} in a
   * container that is given its host's, and in tests.
   *
   * @param environment a variable's value, or null
   */
  public static Machine at(Path root, Function<String, String> environment) {
    MachineFiles files = new MachineFiles(root);
    Optional<String> container = Container.recognise(files, environment);
    return new Machine(new LinuxTraits(files, container.isPresent()), container);
  }

  /** Every trait this operating system has, those that count nothing here included. */
  public List<Trait> traits() {
    List<Trait> traits = new ArrayList<>();
    for (String name : source.names()) {
      traits.add(source.read(name));
    }
    return traits;
  }

  /** One trait, read anew; without values if there is none of this name. */
  Trait trait(String name) {
    return source.read(name);
  }

  /** By what a container was recognised, if it was. */
  public Optional<String> container() {
    return container;
  }

  @Override
  public String toString() {
    return "Machine[" + source.names() + "]";
  }
}
