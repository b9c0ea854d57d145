package dev.brigandine.license.machine;

import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * macOS and Windows, which tell their identifiers by a command of the system ({@code ioreg}, {@code
 * reg}). Fewer traits than on Linux: no disks and no file systems.
 */
final class CommandTraits implements TraitSource {
  private static final Pattern REGISTRY =
      Pattern.compile("MachineGuid\\s+REG_SZ\\s+([0-9A-Za-z-]{8,64})");

  /** The standard output of a command, or null if it fails. */
  @FunctionalInterface
  interface Commands {
    String run(List<String> command);
  }

  private final boolean apple;
  private final Commands commands;
  private final Function<String, String> environment;

  CommandTraits(boolean apple, Commands commands, Function<String, String> environment) {
    this.apple = apple;
    this.commands = commands;
    this.environment = environment;
  }

  @Override
  public List<String> names() {
    return apple
        ? List.of("platform-uuid", "platform-serial", "cpu", "mac")
        : List.of("machine-guid", "cpu", "mac");
  }

  @Override
  public Trait read(String name) {
    TraitReader out = new TraitReader(name);
    switch (name) {
      case "platform-uuid" -> out.text(platform("IOPlatformUUID"), "ioreg");
      case "platform-serial" -> out.text(platform("IOPlatformSerialNumber"), "ioreg");
      case "machine-guid" -> out.text(machineGuid(), "registry");
      case "cpu" -> out.text(cpu(), "processor");
      case "mac" -> addresses(out);
      default -> {}
    }
    return out.read();
  }

  private String platform(String property) {
    if (!apple) {
      return null;
    }
    String text = commands.run(List.of("/usr/sbin/ioreg", "-rd1", "-c", "IOPlatformExpertDevice"));
    return text == null
        ? null
        : first(Pattern.compile("\"" + property + "\" = \"([0-9A-Za-z-]{4,64})\""), text);
  }

  private String machineGuid() {
    if (apple) {
      return null;
    }
    String windows = environment.apply("SystemRoot");
    String reg = windows == null ? "reg" : windows + "\\System32\\reg.exe";
    String key = "HKLM\\SOFTWARE\\Microsoft\\Cryptography";
    String text = commands.run(List.of(reg, "query", key, "/v", "MachineGuid", "/reg:64"));
    return text == null ? null : first(REGISTRY, text);
  }

  private String cpu() {
    if (apple) {
      String text = commands.run(List.of("/usr/sbin/sysctl", "-n", "machdep.cpu.brand_string"));
      String cores = commands.run(List.of("/usr/sbin/sysctl", "-n", "hw.physicalcpu"));
      return text == null || cores == null ? null : cores.strip() + " x " + text.strip();
    }
    String model = environment.apply("PROCESSOR_IDENTIFIER");
    String count = environment.apply("NUMBER_OF_PROCESSORS");
    return model == null || count == null ? null : count + " x " + model;
  }

  private static void addresses(TraitReader out) {
    for (NetworkInterface card : cards()) {
      try {
        byte[] address = card.getHardwareAddress();
        if (address != null && !card.isLoopback() && !card.isVirtual()) {
          StringBuilder text = new StringBuilder();
          for (byte b : address) {
            text.append(text.length() == 0 ? "" : ":");
            text.append(String.format(Locale.ROOT, "%02x", b));
          }
          out.address(text.toString(), card.getName());
        }
      } catch (SocketException e) {
        out.ignore(card.getName() + ": cannot be read");
      }
    }
  }

  private static List<NetworkInterface> cards() {
    List<NetworkInterface> cards = new ArrayList<>();
    try {
      Enumeration<NetworkInterface> all = NetworkInterface.getNetworkInterfaces();
      while (all != null && all.hasMoreElements()) {
        cards.add(all.nextElement());
      }
    } catch (SocketException e) {
      return List.of();
    }
    return cards;
  }

  private static String first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? matcher.group(1) : null;
  }
}
