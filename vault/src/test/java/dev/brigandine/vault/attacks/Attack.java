package dev.brigandine.vault.attacks;

import java.io.IOException;

/** One way to the model. */
interface Attack {
  /** By {@code thief}, on a process of the vault's user. */
  Result on(Target target, int thief) throws IOException, InterruptedException;

  /** What came of it, in few words. */
  record Result(boolean succeeded, String told) {
    static Result of(boolean succeeded, String told) {
      String line = told.replaceAll("\\s+", " ").strip();
      return new Result(succeeded, line.length() > 160 ? line.substring(0, 160) + "…" : line);
    }
  }
}
