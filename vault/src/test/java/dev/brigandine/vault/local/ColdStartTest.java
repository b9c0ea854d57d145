package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each class costs a cold start: an application without a vault loads none of the vault's. */
class ColdStartTest {
  @TempDir Path folder;

  @Test
  void openingInProcessLoadsNoClassOfTheWayToAVault() throws Exception {
    try (LocalVault vault = LocalVault.add(folder)) {
      List<String> loaded = loadedBy(vault);
      assertThat(loaded).contains("dev.brigandine.runtime.SessionEngine");
      assertThat(loaded)
          .noneMatch(name -> name.startsWith("dev.brigandine.runtime.internal."))
          .doesNotContainAnyElementsOf(ofTheWayToAVault());
    }
  }

  private List<String> loadedBy(LocalVault vault) throws IOException, InterruptedException {
    Path log = folder.resolve("classes.log");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() > 17) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-Xlog:class+load:file=" + log + "::filecount=0");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(InProcessOpening.class.getName());
    command.add(vault.bundle.toString());
    command.add(vault.licence.toString());
    command.add(vault.device.toString());
    command.add(Files.createDirectory(folder.resolve("child")).toString());
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    List<String> names = new ArrayList<>();
    for (String line : Files.readAllLines(log)) {
      int source = line.indexOf(" source: ");
      int name = line.lastIndexOf(']', source < 0 ? 0 : source) + 2;
      if (source > 0) {
        names.add(line.substring(name, source).strip());
      }
    }
    return names;
  }

  /** All of the SDK's classes that only a vault's client needs, by what they are made of. */
  private static List<String> ofTheWayToAVault() throws Exception {
    Path classes =
        Path.of(
            dev.brigandine.runtime.Brigandine.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    List<String> client = new ArrayList<>();
    for (String name :
        List.of(
            "Isolation",
            "ConnectOptions",
            "VaultConnector",
            "RemoteEngine",
            "ConnectionPool",
            "LocalConnection",
            "Patience",
            "SharedFile",
            "RegionWriter",
            "OutputReader",
            "OutputBuffers",
            "FaceInfos",
            "Feed",
            "NotBegunException",
            "OwnVaultDoor")) {
      client.add("dev.brigandine.runtime." + name);
    }
    if (Files.isDirectory(classes)) {
      try (Stream<Path> files = Files.list(classes.resolve("dev/brigandine/runtime"))) {
        List<String> there = files.map(file -> file.getFileName().toString()).toList();
        for (String name : client) {
          assertThat(there).contains(name.substring(name.lastIndexOf('.') + 1) + ".class");
        }
      }
    }
    return client;
  }
}
