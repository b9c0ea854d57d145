package dev.brigandine.audit;

import dev.brigandine.audit.result.Subject;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.onnx.graph.Constant;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.management.JMException;

/** What was audited, and where, in words and numbers. */
final class Subjects {
  private Subjects() {}

  static Subject of(AuditOptions options, Forms forms) throws IOException {
    long bytes = 0;
    for (Path file : forms.original().files()) {
      bytes += Files.size(file);
    }
    long[] weights = new long[1];
    forms
        .original()
        .toGraph()
        .graph()
        .forEachGraph(
            graph ->
                graph.constants().values().stream()
                    .filter(Subjects::isFloat)
                    .forEach(constant -> weights[0] += constant.count()));
    return new Subject(
        options.original().getFileName().toString(),
        bytes,
        weights[0],
        forms.own().orElse("trial bundles, made for this audit")
            + options.endpoint().map(served -> "; asked at " + served).orElse(""),
        options.data().origin(),
        options.data().test().count(),
        options.data().test().labels().isPresent(),
        forms.yardstick().original(),
        forms.yardstick().chance());
  }

  private static boolean isFloat(Constant constant) {
    int type = constant.elementType();
    return type == 1 || type == 10 || type == 11 || type == 16 || type == 2 || type == 3;
  }

  static String version() {
    String version = Audit.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }

  static String machine() {
    var system = ManagementFactory.getOperatingSystemMXBean();
    long memory = totalMemory(system);
    return String.format(
        Locale.ROOT,
        "%d processors%s, %s %s, Java %s",
        system.getAvailableProcessors(),
        memory > 0 ? ", " + Math.round(memory / 1e9) + " GB" : "",
        system.getName(),
        system.getArch(),
        System.getProperty("java.version"));
  }

  /** By name: the attribute is not everywhere. */
  private static long totalMemory(OperatingSystemMXBean system) {
    try {
      Object value =
          ManagementFactory.getPlatformMBeanServer()
              .getAttribute(system.getObjectName(), "TotalPhysicalMemorySize");
      return value instanceof Long bytes ? bytes : 0;
    } catch (JMException e) {
      return 0;
    }
  }
}
