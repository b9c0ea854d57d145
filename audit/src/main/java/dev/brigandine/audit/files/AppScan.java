package dev.brigandine.audit.files;

import dev.brigandine.audit.result.AppReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongConsumer;

/**
 * Finds models that lie about in an application, and tells how bare each lies (MITRE ATLAS
 * AML.T0035). An application is a folder or a file: jar, apk, zip, tar, docker image, and archives
 * within each other; each file in it is read once and nothing is unpacked to disk.
 *
 * <p>Bounds: archives up to 8 within each other, and from one file 256 MB and 200 times its size;
 * what is beyond is among what was not read, as are files that may not be read, links out of the
 * folder, and 7z, rar, zstd and (without a library for it) xz.
 *
 * <p>Not guaranteed: that a model is found which is encrypted, packed in a way not known, or XORed
 * with a long key; nor that what is told is a model that runs. Large encrypted files are told of as
 * perhaps models.
 */
public final class AppScan {
  private AppScan() {}

  /**
   * Scans. If the thread is interrupted, what has been found until then is reported, and the thread
   * stays interrupted.
   *
   * @param path a folder or a file
   * @param known a model to look for besides
   * @param progress told now and then how many bytes have been scanned
   * @throws IOException if there is no such path, or it can't be read at all
   */
  public static AppReport scan(Path path, Optional<KnownContent> known, LongConsumer progress)
      throws IOException {
    Instant begun = Instant.now();
    long start = System.nanoTime();
    AppFindings findings = new AppFindings();
    AppWalk walk =
        new AppWalk(findings, () -> known.map(KnownContent::search).orElse(null), progress);
    walk.walk(path);
    String version = AppScan.class.getPackage().getImplementationVersion();
    return new AppReport(
        begun,
        Duration.ofNanos(System.nanoTime() - start),
        version == null ? "development" : version,
        path.toString(),
        walk.bytes(),
        findings.models(),
        walk.unread(),
        AppWalk.stopped());
  }
}
