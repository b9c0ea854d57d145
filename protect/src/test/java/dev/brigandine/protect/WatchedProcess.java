package dev.brigandine.protect;

import ai.onnxruntime.OnnxTensor;
import com.sun.management.HotSpotDiagnosticMXBean;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.SessionOptions;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * A customer's application, as a program of its own: opens a bundle, runs it, dumps its heap and
 * waits to be looked at. With a plain model as fifth argument it leaks that on purpose, so that it
 * can be shown that each scan finds something.
 */
final class WatchedProcess {
  private static byte[] planted = new byte[0];

  private WatchedProcess() {}

  public static void main(String[] args) throws Exception {
    Path dumps = Path.of(args[3]);
    if (args.length > 4) {
      leak(Path.of(args[4]));
    }
    OpenOptions options =
        OpenOptions.defaults().session(new SessionOptions().setIntraOpNumThreads(1));
    DeviceKey device = DeviceKey.load(Path.of(args[2]));
    ProtectedModel model = Brigandine.open(Path.of(args[0]), Path.of(args[1]), device, options);
    try (OnnxTensor x = Tensors.floats(new float[512], 1, 512);
        OnnxTensor small = Tensors.floats(new float[3], 1, 3)) {
      model.run(Map.of("x", x)).close();
      try {
        model.run(Map.of("x", x), Map.of("y", small)).close();
      } catch (RuntimeException e) {
        e.printStackTrace(); // what an application would do with it
      }
    }
    dump(dumps.resolve("all.hprof"), false);
    dump(dumps.resolve("live.hprof"), true);
    pause("open");
    model.close();
    System.gc();
    pause("closed");
    System.out.println("planted " + planted.length);
  }

  private static void leak(Path model) throws IOException {
    planted = Files.readAllBytes(model);
    Path temp = Path.of(System.getProperty("java.io.tmpdir"));
    Files.write(temp.resolve("optimized.onnx"), planted);
    System.out.write(planted);
    System.err.write(planted);
  }

  private static void dump(Path file, boolean live) throws IOException {
    ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class)
        .dumpHeap(file.toString(), live);
  }

  private static void pause(String state) throws IOException {
    System.out.println(state);
    System.out.flush();
    if (System.in.read() < 0) {
      throw new IOException("nobody is looking");
    }
  }
}
