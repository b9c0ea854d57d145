package dev.brigandine.audit.files;

import com.sun.management.OperatingSystemMXBean;
import dev.brigandine.onnx.OnnxModel;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * How fast a file scan is, in CPU time, so that other work on the machine does not count:
 *
 * <pre>
 * java -Xmx256m -cp … dev.brigandine.audit.files.ScanSpeed FILE [model.onnx]
 * </pre>
 *
 * <p>A file that is not there is made, of 2 GB: float32 weights, noise, machine code and text. It
 * is read from the page cache. With a model its weights are looked for too.
 */
final class ScanSpeed {
  private ScanSpeed() {}

  public static void main(String... arguments) throws Exception {
    Path file = Path.of(arguments[0]);
    if (!Files.exists(file)) {
      generate(file);
    }
    Optional<KnownContent> known = Optional.empty();
    if (arguments.length > 1) {
      long before = cpu();
      known = Optional.of(KnownContent.of(OnnxModel.read(Path.of(arguments[1])).toGraph()));
      System.out.printf(
          Locale.ROOT,
          "index of %d MB of weights and %d names: %.2f s of CPU%n",
          known.get().known() >> 20,
          known.get().names().size(),
          (cpu() - before) / 1e9);
    }
    for (int round = 0; round < 4; round++) {
      KnownContent.Search search = known.map(KnownContent::search).orElse(null);
      FileScanner scanner = new FileScanner(n -> {});
      long before = cpu();
      long thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      StreamScan.Finding found = scanner.scan(file, search);
      thread = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - thread;
      System.out.printf(
          Locale.ROOT,
          "%d MB: %.2f GB/s of the thread's CPU time, %.2f of the process's; %d sightings, %s%n",
          found.bytes() >> 20,
          (double) found.bytes() / thread,
          (double) found.bytes() / (cpu() - before),
          found.sightings().size(),
          search == null ? "no model looked for" : search.hits().found() + " bytes known");
    }
  }

  private static long cpu() {
    return ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
        .getProcessCpuTime();
  }

  private static void generate(Path file) throws IOException {
    Random random = new Random(7);
    byte[] library =
        Files.readAllBytes(Path.of(System.getProperty("java.home"), "lib/server/libjvm.so"));
    byte[] text;
    try (InputStream source =
        Files.newInputStream(Path.of(System.getProperty("java.home"), "release"))) {
      text = source.readAllBytes();
    }
    byte[] weights = new byte[1 << 20];
    byte[] noise = new byte[1 << 20];
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 20)) {
      for (int round = 0; round < 16; round++) {
        for (int i = 0; i < 64; i++) {
          ByteBuffer floats = ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN);
          while (floats.hasRemaining()) {
            floats.putFloat((float) (0.04 * random.nextGaussian()));
          }
          out.write(weights);
        }
        for (int i = 0; i < 32; i++) {
          random.nextBytes(noise);
          out.write(noise);
        }
        out.write(library, 0, Math.min(library.length, 20 << 20));
        for (int n = 0; n < 12 << 20; n += text.length) {
          out.write(text);
        }
      }
    }
  }
}
