package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Target;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How a victim is started: in folders of its own below one that is emptied afterwards, so that what
 * it leaves behind is seen and goes.
 */
final class VictimStart {
  /** Of this process's environment, what a child may need to run at all. */
  static final List<String> KEPT =
      List.of("PATH", "JAVA_HOME", "LANG", "LC_ALL", "SystemRoot", "windir");

  private final Path folder;
  private final List<String> arguments;
  private String main = VictimApp.class.getName();
  private final List<String> options = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();

  private VictimStart(Path folder, List<String> arguments) throws IOException {
    this.folder = Files.createTempDirectory(folder, "victim");
    this.arguments = arguments;
    for (Path below : List.of(temporary(), working(), home())) {
      Files.createDirectory(below);
    }
  }

  /** Of the application that a customer has in that form. */
  static VictimStart of(Target target, Path scratch) throws IOException {
    return target.installed().isPresent()
        ? bundle(target.installed().get(), scratch)
        : plain(target.originalFile(), scratch);
  }

  /** Of an application that asks a vault. */
  static VictimStart caller(List<String> arguments, Path scratch) throws IOException {
    return new VictimStart(scratch, arguments);
  }

  /** Of an application that carries a plain model as a resource and keeps its bytes. */
  static VictimStart resource(Path onnx, Path scratch) throws IOException {
    return new VictimStart(scratch, List.of("resource", onnx.toAbsolutePath().toString()));
  }

  /** Of an application that has a plain model. */
  static VictimStart plain(Path onnx, Path scratch) throws IOException {
    return new VictimStart(scratch, List.of("plain", onnx.toAbsolutePath().toString()));
  }

  /** Of an application that has a bundle. */
  static VictimStart bundle(Installed installed, Path scratch) throws IOException {
    return new VictimStart(
        scratch,
        List.of(
            "bundle",
            installed.bundle().toAbsolutePath().toString(),
            installed.licence().toAbsolutePath().toString(),
            installed.device().toAbsolutePath().toString(),
            installed.signer().thumbprint(),
            installed.state().toAbsolutePath().toString()));
  }

  /** Another application, with the same arguments. */
  VictimStart main(String name) {
    main = name;
    return this;
  }

  /** Options of the JVM. */
  VictimStart options(String... more) {
    options.addAll(List.of(more));
    return this;
  }

  /** A variable of its environment. */
  VictimStart variable(String name, String value) {
    environment.put(name, value);
    return this;
  }

  /** Its folder for temporary files. */
  Path temporary() {
    return folder.resolve("temp");
  }

  /** The folder it runs in. */
  Path working() {
    return folder.resolve("work");
  }

  /** Its user's home. */
  Path home() {
    return folder.resolve("home");
  }

  /** All of them. */
  Path folder() {
    return folder;
  }

  /** What it says on standard error. */
  Path errors() {
    return folder.resolve("errors");
  }

  /** Starts it; the model is not open yet. */
  VictimProcess start() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    if (Runtime.version().feature() > 17) {
      command.add("--enable-native-access=ALL-UNNAMED");
    }
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-Xms16m");
    command.add("-Xmx512m");
    command.add("-Djava.io.tmpdir=" + temporary().toAbsolutePath());
    command.add("-Duser.home=" + home().toAbsolutePath());
    command.addAll(options);
    command.add(main);
    command.addAll(arguments);
    ProcessBuilder builder =
        new ProcessBuilder(command).directory(working().toFile()).redirectError(errors().toFile());
    builder.environment().keySet().retainAll(KEPT);
    builder.environment().put("HOME", home().toAbsolutePath().toString());
    // On the command line a long class path overflows a recursion in ONNX Runtime's telemetry,
    // which is off because an audit calls nobody.
    builder.environment().put("CLASSPATH", classPath());
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    builder.environment().putAll(environment);
    return new VictimProcess(builder.start(), errors());
  }

  /** This process's own, absolute. */
  static String classPath() {
    List<String> entries = new ArrayList<>();
    for (String entry : System.getProperty("java.class.path", "").split(File.pathSeparator, -1)) {
      entries.add(Path.of(entry).toAbsolutePath().toString());
    }
    return String.join(File.pathSeparator, entries);
  }
}
