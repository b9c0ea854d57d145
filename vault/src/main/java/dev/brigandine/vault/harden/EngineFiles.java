package dev.brigandine.vault.harden;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * ONNX Runtime's native files, put where nobody but this user can reach them. Left alone, it would
 * unpack them into the temporary folder the JVM was started with, whatever became of {@code
 * java.io.tmpdir} since.
 */
final class EngineFiles {
  /** Set, ONNX Runtime loads its libraries from there. */
  static final String PROPERTY = "onnxruntime.native.path";

  /** What its artefacts may hold: without an accelerator the first two. */
  private static final List<String> NAMES =
      List.of(
          "onnxruntime",
          "onnxruntime4j_jni",
          "onnxruntime_providers_shared",
          "onnxruntime_providers_cuda",
          "onnxruntime_providers_tensorrt",
          "onnxruntime_providers_rocm",
          "onnxruntime_providers_openvino",
          "onnxruntime_providers_dnnl",
          "webgpu_dawn");

  private EngineFiles() {}

  /** Whether whoever started this process named a folder for them that is root's alone. */
  static boolean given() {
    String folder = System.getProperty(PROPERTY);
    return folder != null && StartedWith.isOnlyRoots(Path.of(folder));
  }

  /** Unpacks them into {@code folder}, and has ONNX Runtime use them; Linux alone. */
  static void unpack(Path folder) throws IOException {
    String place =
        switch (System.getProperty("os.arch")) {
          case "amd64" -> "/ai/onnxruntime/native/linux-x64/";
          case "aarch64" -> "/ai/onnxruntime/native/linux-aarch64/";
          default -> null;
        };
    if (place == null) {
      return;
    }
    Path to = Files.createDirectory(folder.resolve("engine"));
    boolean all = true;
    for (int i = 0; i < NAMES.size(); i++) {
      String file = "lib" + NAMES.get(i) + ".so";
      try (InputStream in = EngineFiles.class.getResourceAsStream(place + file)) {
        if (in != null) {
          Files.copy(in, to.resolve(file));
        } else {
          all &= i > 1;
        }
      }
    }
    if (all) {
      System.setProperty(PROPERTY, to.toString());
    }
  }

  /** Takes the two every build has away once they are loaded; an accelerator's are loaded later. */
  static void forget(Path folder) throws IOException {
    for (String name : NAMES.subList(0, 2)) {
      Files.deleteIfExists(folder.resolve("engine").resolve("lib" + name + ".so"));
    }
  }
}
