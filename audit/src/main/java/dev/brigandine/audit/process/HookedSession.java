package dev.brigandine.audit.process;

import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;

/**
 * Takes a model from the calls by which an application makes its session and runs it (MITRE ATLAS
 * AML.T0044). The application is a child process with an agent in it; what the agent sees comes
 * over a connection on the loopback interface and stays in memory.
 */
public final class HookedSession {
  private HookedSession() {}

  /**
   * What ONNX Runtime is given of a plain model; its weights stay in the file.
   *
   * @param run all inputs, for one run
   * @param scratch a private folder, for what the child process needs
   * @throws IOException if the application does not run the model
   */
  public static Captured capture(Path onnx, List<SampleTensor> run, Path scratch)
      throws IOException, InterruptedException {
    return Assembly.of(record(VictimStart.plain(onnx, scratch), run, scratch)).captured();
  }

  /**
   * What ONNX Runtime is given of a protected model.
   *
   * @param run all inputs, for one run
   * @param scratch a private folder, for what the child process needs
   * @throws IOException if the application does not open or run the model
   */
  public static Captured capture(Installed installed, List<SampleTensor> run, Path scratch)
      throws IOException, InterruptedException {
    return Assembly.of(record(VictimStart.bundle(installed, scratch), run, scratch)).captured();
  }

  static Recording record(VictimStart start, List<SampleTensor> run, Path scratch)
      throws IOException, InterruptedException {
    try (HookListener listener = new HookListener()) {
      start
          .options("-javaagent:" + agent(scratch, HookAgent.class))
          .variable(Frames.VARIABLE, listener.address());
      try (VictimProcess victim = start.start()) {
        victim.opened().run(run);
        victim.end();
      }
      return listener.recording();
    }
  }

  /** A jar that only says which class of the class path is the agent. */
  static Path agent(Path scratch, Class<?> agent) throws IOException {
    Path jar = Files.createTempFile(scratch, "agent", ".jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    for (String name : List.of("Premain-Class", "Agent-Class")) {
      manifest.getMainAttributes().put(new Attributes.Name(name), agent.getName());
    }
    manifest.getMainAttributes().put(new Attributes.Name("Can-Retransform-Classes"), "true");
    new JarOutputStream(Files.newOutputStream(jar), manifest).close();
    return jar;
  }
}
