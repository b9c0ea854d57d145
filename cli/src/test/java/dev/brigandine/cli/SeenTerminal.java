package dev.brigandine.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A terminal whose every part belongs to the test. */
public final class SeenTerminal {
  private final Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final Deque<String> typed = new ArrayDeque<>();
  private final Map<String, String> environment = new HashMap<>();
  private Instant now = Instant.parse("2026-12-01T00:00:00Z");
  private boolean person;

  public SeenTerminal(Path directory) {
    this.directory = directory;
  }

  public void clock(Instant instant) {
    now = instant;
  }

  public void environment(String name, String value) {
    environment.put(name, value);
  }

  /** Somebody sits there, and will answer the next question with {@code answer}. */
  public void types(String answer) {
    person = true;
    typed.add(answer);
  }

  /** Runs one command line; what it printed before is forgotten. */
  public int run(String... args) {
    out.reset();
    err.reset();
    int status = Main.run(args, terminal());
    if (!typed.isEmpty()) {
      throw new AssertionError("nobody asked for what was typed: " + typed.size() + " lines");
    }
    person = false;
    return status;
  }

  public Terminal terminal() {
    return new Terminal(
        new PrintStream(out, true, StandardCharsets.UTF_8),
        new PrintStream(err, true, StandardCharsets.UTF_8),
        person ? Optional.of(this::answer) : Optional.empty(),
        Clock.fixed(now, ZoneOffset.UTC),
        false,
        directory,
        environment::get);
  }

  private char[] answer(String question) {
    err.writeBytes((question + "\n").getBytes(StandardCharsets.UTF_8));
    String answer = typed.poll();
    return answer == null ? null : answer.toCharArray();
  }

  public String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  public String err() {
    return err.toString(StandardCharsets.UTF_8);
  }
}
