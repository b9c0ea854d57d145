package dev.brigandine.audit.files;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Whatever a file holds, a scan of it ends, without a failure but one that it tells of. */
class ScanFuzzTest {
  @FuzzTest(maxDuration = "5m")
  void ends(byte[] bytes) throws IOException {
    Path file = Files.createTempFile("scan-fuzz", ".bin");
    try {
      Files.write(file, bytes);
      AppScan.scan(file, Optional.empty(), n -> {});
    } finally {
      Files.delete(file);
    }
  }
}
