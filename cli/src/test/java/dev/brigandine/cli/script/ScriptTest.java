package dev.brigandine.cli.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Every script in {@code scripts/} is one test. */
class ScriptTest {
  @TestFactory
  Stream<DynamicTest> scripts(@TempDir Path temp) throws IOException, URISyntaxException {
    return of("/scripts", temp, Map.of());
  }

  /** The same where {@code .ci/tokens} has started tokens; TOKENS stands for their folder. */
  @TestFactory
  @Tag("tokens")
  Stream<DynamicTest> tokenScripts(@TempDir Path temp) throws IOException, URISyntaxException {
    String tokens = System.getenv("BRIGANDINE_TOKENS");
    assertThat(tokens)
        .as("run this by '.ci/tokens mvn -Ptokens …', which says what to install")
        .isNotNull();
    return of("/token-scripts", temp, Map.of("TOKENS", tokens));
  }

  private static Stream<DynamicTest> of(String resources, Path temp, Map<String, String> words)
      throws IOException, URISyntaxException {
    URI folder = ScriptTest.class.getResource(resources).toURI();
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
                          .play(Script.parse(lines(script, words))));
            });
  }

  private static List<String> lines(Path script, Map<String, String> words) throws IOException {
    List<String> lines = Files.readAllLines(script);
    for (Map.Entry<String, String> word : words.entrySet()) {
      lines = lines.stream().map(line -> line.replace(word.getKey(), word.getValue())).toList();
    }
    return lines;
  }
}
