package dev.brigandine.audit.files;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.apache.commons.compress.archivers.cpio.CpioArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZUtils;

/** A kind of archive, or of compression, told by a stream's first bytes. */
enum ArchiveKind {
  ZIP("zip"),
  TAR("tar"),
  AR("ar"),
  CPIO("cpio"),
  GZIP("gzip"),
  BZIP2("bzip2"),
  XZ("xz"),
  ZSTD("zstd"),
  LZ4("lz4"),
  SEVEN_ZIP("7z"),
  RAR("rar");

  private static final int TAR_MAGIC = 257;

  private final String words;

  ArchiveKind(String words) {
    this.words = words;
  }

  /** As it is told to people. */
  String words() {
    return words;
  }

  /** The kind, if it is one. */
  static Optional<ArchiveKind> of(byte[] head, int length) {
    String text = new String(head, 0, Math.min(512, length), ISO_8859_1);
    if (text.startsWith("PK\3\4") || text.startsWith("PK\5\6")) {
      return Optional.of(ZIP);
    } else if (text.startsWith("\u001f\u008b\b")) {
      return Optional.of(GZIP);
    } else if (text.startsWith("BZh") && text.startsWith("1AY&SY", 4)) {
      return Optional.of(BZIP2);
    } else if (text.startsWith("\u00fd7zXZ\0")) {
      return Optional.of(XZ);
    } else if (text.startsWith("(\u00b5/\u00fd")) {
      return Optional.of(ZSTD);
    } else if (text.startsWith("\4\"M\u0018")) {
      return Optional.of(LZ4);
    } else if (text.startsWith("7z\u00bc\u00af'\u001c")) {
      return Optional.of(SEVEN_ZIP);
    } else if (text.startsWith("Rar!\u001a\7")) {
      return Optional.of(RAR);
    } else if (text.startsWith("!<arch>\n")) {
      return Optional.of(AR);
    } else if (text.startsWith("070701") || text.startsWith("070702")) {
      return Optional.of(CPIO);
    }
    return text.startsWith("ustar", TAR_MAGIC) ? Optional.of(TAR) : Optional.empty();
  }

  /** Whether it holds entries, rather than one stream. */
  boolean isArchive() {
    return this == ZIP || this == TAR || this == AR || this == CPIO;
  }

  /** Whether it is not looked into here. */
  boolean isClosed() {
    return switch (this) {
      case ZSTD, LZ4, SEVEN_ZIP, RAR -> true;
      case XZ -> !XZUtils.isXZCompressionAvailable();
      default -> false;
    };
  }

  /** The one stream that is compressed in it. */
  InputStream unpacked(InputStream packed) throws IOException {
    return switch (this) {
      case GZIP ->
          GzipCompressorInputStream.builder()
              .setInputStream(packed)
              .setDecompressConcatenated(true)
              .get();
      case BZIP2 -> new BZip2CompressorInputStream(packed, true);
      case XZ ->
          XZCompressorInputStream.builder()
              .setInputStream(packed)
              .setDecompressConcatenated(true)
              .get();
      default -> throw new IOException(words + " is no compressed stream");
    };
  }

  /** Its entries. */
  ArchiveInputStream<?> entries(InputStream packed) throws IOException {
    return switch (this) {
      case ZIP -> new ZipArchiveInputStream(packed, "UTF-8", true, true);
      case TAR -> new TarArchiveInputStream(packed);
      case AR -> new ArArchiveInputStream(packed);
      case CPIO -> new CpioArchiveInputStream(packed);
      default -> throw new IOException(words + " has no entries");
    };
  }
}
