package dev.brigandine.bench;

import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.license.License;
import dev.brigandine.runtime.Brigandine;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * What an application that embeds the runtime has on its class path, and the bench itself: a cold
 * process opens jar after jar until it finds a class, so the command's own many jars would be
 * measured too.
 */
final class ChildClassPath {
  /** Libraries of the rooms below, by a class of each; they are optional to some applications. */
  private static final List<String> LIBRARIES =
      List.of("org.conscrypt.Conscrypt", "com.nimbusds.jose.JWSHeader");

  private ChildClassPath() {}

  /** This process's own class path where it cannot be told which jar is which. */
  static List<String> ofTheRuntime() {
    List<Class<?>> classes =
        new ArrayList<>(
            List.of(
                ChildClassPath.class,
                Brigandine.class,
                License.class,
                Bundle.class,
                OrtEnvironment.class));
    Set<String> entries = new LinkedHashSet<>();
    try {
      for (String library : LIBRARIES) {
        classes.add(Class.forName(library, false, ChildClassPath.class.getClassLoader()));
      }
      for (Class<?> one : classes) {
        CodeSource source = one.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
          return whole();
        }
        entries.add(Path.of(source.getLocation().toURI()).toString());
      }
    } catch (ClassNotFoundException | URISyntaxException | IllegalArgumentException e) {
      return whole();
    }
    return List.copyOf(entries);
  }

  static List<String> whole() {
    return List.of(System.getProperty("java.class.path", "").split(File.pathSeparator));
  }
}
