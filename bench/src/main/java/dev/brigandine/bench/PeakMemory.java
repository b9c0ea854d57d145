package dev.brigandine.bench;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Peak resident memory of a process, as Linux tells it in {@code /proc/self/status} (VmHWM). */
final class PeakMemory {
  /** Where the system does not tell. */
  static final long UNKNOWN = -1;

  private static final String KEY = "VmHWM:";
  private static final int MAX_STATUS = 1 << 16;

  private PeakMemory() {}

  static long ofThisProcess() {
    try (FileInputStream in = new FileInputStream("/proc/self/status")) {
      return parse(new String(in.readNBytes(MAX_STATUS), StandardCharsets.ISO_8859_1));
    } catch (IOException e) {
      return UNKNOWN; // not Linux
    }
  }

  /** Bytes, or {@link #UNKNOWN} if the text has no such line, or one of another form. */
  static long parse(String status) {
    int at = status.startsWith(KEY) ? 0 : status.indexOf("\n".concat(KEY)) + 1;
    if (at == 0 && !status.startsWith(KEY)) {
      return UNKNOWN;
    }
    int end = status.indexOf('\n', at);
    String value = status.substring(at + KEY.length(), end < 0 ? status.length() : end).strip();
    if (!value.endsWith(" kB")) {
      return UNKNOWN;
    }
    try {
      long kibibytes = Long.parseLong(value.substring(0, value.length() - 3).strip());
      return kibibytes < 0 ? UNKNOWN : Math.multiplyExact(kibibytes, 1024L);
    } catch (ArithmeticException | NumberFormatException e) {
      return UNKNOWN;
    }
  }
}
