package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An application may leave Conscrypt out, or run where its library cannot be unpacked. */
class WithoutConscryptTest {
  @TempDir Path folder;

  @Test
  void theJdkDoesWithoutTheJar() throws Exception {
    assertThat(inChild(false, "-Da=b")).isEqualTo("jdk 100");
  }

  @Test
  void theJdkDoesWithoutTheNativeLibrary() throws Exception {
    assertThat(inChild(true, "-Dos.arch=abacus")).isEqualTo("jdk 100");
  }

  @Test
  void thePropertyKeepsConscryptOut() throws Exception {
    assertThat(inChild(true, "-D" + Crypto.PROPERTY + "=jdk")).isEqualTo("jdk 100");
    assertThat(inChild(true, "-D" + Crypto.PROPERTY + "=")).isEqualTo("conscrypt 100");
  }

  private String inChild(boolean conscrypt, String... options) throws Exception {
    Path bundle = folder.resolve("model.brig");
    Samples.write(bundle, Samples.source("graph", new byte[100]));
    List<String> jars = new ArrayList<>();
    for (String jar : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (conscrypt || !jar.contains("conscrypt")) {
        jars.add(jar);
      }
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", String.join(File.pathSeparator, jars)));
    command.addAll(List.of(Main.class.getName(), bundle.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
    assertThat(process.waitFor()).isZero();
    return out;
  }

  /** Opens and decrypts a bundle; prints the provider and the length. */
  static final class Main {
    public static void main(String[] args) {
      try (Bundle bundle = Bundle.open(Path.of(args[0]));
          ContentKey key = Samples.contentKey()) {
        SectionInfo section = bundle.manifest().sections().get(0);
        int length = Samples.decrypt(bundle, section, key).length;
        System.out.println(Crypto.best().name() + " " + length);
      }
    }
  }
}
