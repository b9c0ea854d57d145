package dev.brigandine.bench;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtProvider;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;

/**
 * Where the figures were taken.
 *
 * @param cores processors this JVM may use
 * @param os name, version and architecture
 * @param jdk vendor and version
 * @param onnxruntime version of ONNX Runtime
 * @param providers execution providers in this build of ONNX Runtime
 */
public record Machine(
    int cores, String os, String jdk, String onnxruntime, List<String> providers) {
  /** Copies {@code providers}. */
  public Machine {
    providers = List.copyOf(providers);
  }

  /** This process's machine; loads ONNX Runtime. */
  static Machine here() {
    String version = OrtEnvironment.getEnvironment().getVersion();
    return new Machine(
        Runtime.getRuntime().availableProcessors(),
        property("os.name") + " " + property("os.version") + " " + property("os.arch"),
        property("java.vm.name") + " " + property("java.runtime.version"),
        version,
        names(OrtEnvironment.getAvailableProviders()));
  }

  static List<String> names(EnumSet<OrtProvider> providers) {
    List<String> names = new ArrayList<>();
    for (OrtProvider provider : providers) {
      names.add(provider.getName());
    }
    return names;
  }

  /** One line for people. */
  @Override
  public String toString() {
    return cores
        + (cores == 1 ? " core, " : " cores, ")
        + os
        + ", "
        + jdk
        + ", ONNX Runtime "
        + onnxruntime
        + " ("
        + String.join(", ", providers)
        + ")";
  }

  private static String property(String key) {
    return System.getProperty(key, "?");
  }
}
