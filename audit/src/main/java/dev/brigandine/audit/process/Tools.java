package dev.brigandine.audit.process;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Programs of the machine that a thief would use. */
final class Tools {
  private static final int DEADLINE_SECONDS = 120;
  private static final int MOST_OUTPUT = 1 << 20;

  private Tools() {}

  /** How a program ended; -1 if it had to be ended. */
  record Ended(int status, String output) {
    boolean says(String text) {
      return output.contains(text);
    }

    /** The last line that says something, cut to fit into a sentence. */
    String lastLine() {
      String line = output.lines().filter(l -> !l.isBlank()).reduce("", (a, b) -> b).strip();
      return line.length() > 160 ? line.substring(0, 160) + "…" : line;
    }
  }

  /** On the path. */
  static Optional<Path> find(String name) {
    for (String folder : System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path program = Path.of(folder, name);
      if (!folder.isEmpty() && Files.isExecutable(program)) {
        return Optional.of(program);
      }
    }
    return Optional.empty();
  }

  /** Of the JDK that this runs on; a JRE has none. */
  static Optional<Path> ofJdk(String name) {
    Path program = Path.of(System.getProperty("java.home"), "bin", name);
    return Files.isExecutable(program) ? Optional.of(program) : Optional.empty();
  }

  /** Runs it to its end, or for two minutes. */
  static Ended run(Path folder, List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile(folder, "said", ".txt");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(new ArrayList<>(command))
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      Process process = builder.start();
      process.getOutputStream().close();
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor();
      }
      byte[] said = Files.size(output) > MOST_OUTPUT ? new byte[0] : Files.readAllBytes(output);
      return new Ended(ended ? process.exitValue() : -1, new String(said, StandardCharsets.UTF_8));
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
