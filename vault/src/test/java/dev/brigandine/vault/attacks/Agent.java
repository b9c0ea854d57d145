package dev.brigandine.vault.attacks;

import java.nio.file.Files;
import java.nio.file.Path;

/** A Java agent that leaves a mark where it ran. */
public final class Agent {
  private Agent() {}

  public static void premain(String mark) throws Exception {
    Files.writeString(Path.of(mark), "agent");
  }
}
