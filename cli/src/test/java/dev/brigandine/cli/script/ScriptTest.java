package dev.brigandine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every script in {@code scripts/} is one test. */
class ScriptTest {
  @TestFactory
  Stream<DynamicTest> scripts(@TempDir Path temp) throws IOException, URISyntaxException {
    URI folder = ScriptTest.class.getResource("/scripts").toURI();
    List<Path> scripts;
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      scripts = files.filter(p -> p.toString().endsWith(".txt")).sorted().toList();
    }
    assertThat(scripts).isNotEmpty();
    return scripts.stream()
        .map(
            script -> {
              String name = script.getFileName().toString().replace(".txt", "");
              return DynamicTest.dynamicTest(
                  name,
                  script.toUri(),
                  () ->
                      new ScriptWorld(Files.createDirectory(temp.resolve(name)))
                          .play(Script.parse(Files.readAllLines(script))));
            });
  }
}
