package dev.brigandine.cli.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What rooms bring along, to an application above all: a new library needs a decision. */
class DependenciesTest {
  @ParameterizedTest
  @CsvSource({
    "runtime, brigandine-bundle brigandine-license onnxruntime",
    "license, brigandine-bundle nimbus-jose-jwt",
    "armor, brigandine-onnx onnxruntime",
    "bundle, conscrypt-openjdk-uber nimbus-jose-jwt"
  })
  void aRoomBringsAlongNoMoreThan(String room, String libraries) throws Exception {
    Set<String> found = new TreeSet<>();
    Element project =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(root().resolve(room).resolve("pom.xml").toFile())
            .getDocumentElement();
    Element dependencies = child(project, "dependencies");
    for (Node at = dependencies.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element dependency) {
        Element scope = child(dependency, "scope");
        if (scope == null || !scope.getTextContent().equals("test")) {
          found.add(child(dependency, "artifactId").getTextContent());
        }
      }
    }
    assertThat(found).containsExactly(libraries.split(" "));
  }

  private static Element child(Element parent, String name) {
    for (Node at = parent.getFirstChild(); at != null; at = at.getNextSibling()) {
      if (at instanceof Element element && element.getTagName().equals(name)) {
        return element;
      }
    }
    return null;
  }

  /** Surefire runs in the module's folder, an editor perhaps in the root. */
  private static Path root() {
    Path here = Path.of("").toAbsolutePath();
    return Files.isDirectory(here.resolve("runtime")) ? here : here.getParent();
  }
}
