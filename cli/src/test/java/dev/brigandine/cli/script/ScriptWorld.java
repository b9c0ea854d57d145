package dev.brigandine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.cli.SeenTerminal;
import dev.brigandine.cli.script.Script.Line;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Plays one script in a folder of its own. {@code scripts/README.md} tells the verbs. */
final class ScriptWorld {
  private final Path folder;
  private final SeenTerminal terminal;
  private Line command;
  private int status;

  ScriptWorld(Path folder) {
    this.folder = folder;
    this.terminal = new SeenTerminal(folder);
  }

  void play(Script script) throws Exception {
    for (Line line : script.lines()) {
      try {
        play(line);
      } catch (AssertionError e) {
        String message =
            "line %d: %s %s%n%s%n--- of: $ %s%n--- exit %d%n--- stdout%n%s--- stderr%n%s";
        throw new AssertionError(
            message.formatted(
                line.number(),
                line.verb(),
                line.rest(),
                e.getMessage(),
                command == null ? "" : command.rest(),
                status,
                terminal.out(),
                terminal.err()),
            e);
      }
    }
    assertThat(command).as("a command whose exit status was not looked at").isNull();
  }

  private void play(Line line) throws Exception {
    switch (line.verb()) {
      case "$" -> run(line);
      case "exit" -> {
        assertThat(status).as("exit status").isEqualTo(Integer.parseInt(line.rest()));
        command = null;
      }
      case "stdout" -> stream(line, terminal.out());
      case "stderr" -> stream(line, terminal.err());
      case "file" -> assertThat(file(line.rest())).isRegularFile();
      case "no" -> none(line);
      case "same" -> {
        List<String> words = line.words();
        assertThat(file(words.get(0))).hasSameBinaryContentAs(file(words.get(1)));
      }
      case "types" -> terminal.types(line.rest());
      case "clock" -> terminal.clock(Instant.parse(line.rest()));
      case "environment" -> {
        List<String> words = line.words();
        terminal.environment(words.get(0), words.get(1));
      }
      default -> change(line);
    }
  }

  private void run(Line line) {
    assertThat(command).as("a command whose exit status was not looked at").isNull();
    List<String> words = line.words();
    assertThat(words.get(0)).isEqualTo("brigandine");
    command = line;
    status = terminal.run(words.subList(1, words.size()).toArray(String[]::new));
  }

  private static void stream(Line line, String text) {
    String[] parts = line.rest().split(" ", 2);
    String wanted = parts.length > 1 ? parts[1] : "";
    switch (parts[0]) {
      case "contains" -> assertThat(text).contains(wanted);
      case "lacks" -> assertThat(text).doesNotContain(wanted);
      case "is" -> assertThat(text.strip()).isEqualTo(wanted);
      case "empty" -> assertThat(text).isEmpty();
      case "matches" -> assertThat(text).containsPattern(Pattern.compile(wanted));
      default -> throw new AssertionError("unknown check " + parts[0]);
    }
  }

  private void none(Line line) throws IOException {
    if (line.rest().startsWith("file ")) {
      assertThat(file(line.rest().substring(5))).doesNotExist();
      return;
    }
    if (!line.rest().startsWith("files matching ")) {
      throw new AssertionError("unknown check no " + line.rest());
    }
    String glob = line.rest().substring("files matching ".length());
    var matcher = folder.getFileSystem().getPathMatcher("glob:" + glob);
    try (Stream<Path> all = Files.walk(folder)) {
      assertThat(all.filter(p -> matcher.matches(p.getFileName()))).isEmpty();
    }
  }

  private void change(Line line) throws IOException {
    List<String> words = line.words();
    switch (line.verb()) {
      case "write" -> {
        String text = line.block().stream().map(l -> l + "\n").collect(Collectors.joining());
        Files.writeString(file(words.get(0)), text);
      }
      case "copy" -> Files.copy(file(words.get(0)), file(words.get(1)));
      case "remove" -> Files.delete(file(words.get(0)));
      case "folder" -> Files.createDirectory(file(words.get(0)));
      case "flip" ->
          flip(
              file(words.get(0)),
              Integer.parseInt(words.get(1)),
              words.size() > 2 ? Integer.parseInt(words.get(2)) : 1);
      case "edit" -> edit(file(words.get(0)), Integer.parseInt(words.get(1)));
      case "cut" -> cut(file(words.get(0)), Integer.parseInt(words.get(1)));
      case "replace" -> replace(file(words.get(0)), words.get(1), words.get(2));
      case "model" ->
          ModelMaker.write(file(words.get(0)), words.size() > 1 ? words.get(1) : "tiny");
      default -> throw new AssertionError("unknown verb " + line.verb());
    }
  }

  private static void flip(Path file, int at, int mask) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[at < 0 ? bytes.length + at : at] ^= (byte) mask;
    Files.write(file, bytes);
  }

  /** Unlike a flipped bit, another letter keeps base64 what it is. */
  private static void edit(Path file, int at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    assertThat(Character.isLetterOrDigit(bytes[at]) || bytes[at] == '-' || bytes[at] == '_')
        .isTrue();
    bytes[at] = (byte) (bytes[at] == 'A' ? 'B' : 'A');
    Files.write(file, bytes);
  }

  private static void cut(Path file, int count) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(bytes, bytes.length - count));
  }

  private static void replace(Path file, String from, String to) throws IOException {
    String text = Files.readString(file, StandardCharsets.ISO_8859_1);
    assertThat(text).contains(from);
    Files.writeString(file, text.replace(from, to), StandardCharsets.ISO_8859_1);
  }

  private Path file(String name) {
    return folder.resolve(name);
  }
}
