package dev.brigandine.audit.files;

import dev.brigandine.audit.files.KnownContent.Search;
import dev.brigandine.audit.files.StreamScan.Finding;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.io.SequenceInputStream;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Enumeration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Goes through an application, archives within archives included, and scans each file in it.
 * Nothing is unpacked to disk. Links are not followed out of it. It ends early, with what it has,
 * once the thread is interrupted, which it stays.
 */
final class AppWalk {
  /** Gets what was found, file by file. */
  interface Found {
    /**
     * A file was scanned.
     *
     * @param where path within the application, {@code !/} before what lies in an archive
     * @param searchOrNull which has looked at this file
     */
    void file(String where, Finding finding, Search searchOrNull);

    /** A small file that matters to whoever would open a bundle. */
    void paper(Paper paper);

    /** A bundle's id. */
    void bundle(String where, String id);

    /** An archive is a model by its entries. */
    void archive(String where, Format format);
  }

  private final Found found;
  private final Supplier<Search> searches;
  private final StreamScan scan;
  private final List<String> unread = new ArrayList<>();
  private long bytes;

  /**
   * For one application.
   *
   * @param searches asked for each file; may give null, or always the same
   * @param progress told of the bytes scanned so far
   */
  AppWalk(Found found, Supplier<Search> searches, LongConsumer progress) {
    this.found = found;
    this.searches = searches;
    scan =
        new StreamScan(
            n -> {
              bytes += n;
              progress.accept(bytes);
            });
  }

  /** Bytes scanned, those of unpacked archives included. */
  long bytes() {
    return bytes;
  }

  /** What could not be looked into, a sentence each. */
  List<String> unread() {
    return unread;
  }

  static boolean stopped() {
    return Thread.currentThread().isInterrupted();
  }

  /**
   * Goes through a folder, or one file.
   *
   * @throws IOException if there is no such thing
   */
  void walk(Path path) throws IOException {
    Path root = path.toRealPath();
    if (Files.isRegularFile(root)) {
      file(root, root.getFileName().toString());
      return;
    }
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String where = root.relativize(file).toString().replace('\\', '/');
            if (attributes.isRegularFile()) {
              file(file, where);
            } else if (attributes.isSymbolicLink()) {
              link(root, file, where);
            } else {
              unread.add(where + " is no regular file");
            }
            return stopped() ? FileVisitResult.TERMINATE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) {
            unread.add(root.relativize(file) + " can't be read: " + reason(e));
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private void link(Path root, Path link, String where) {
    try {
      if (!link.toRealPath().startsWith(root)) {
        unread.add(where + " is a link out of the folder and was not followed");
      }
    } catch (IOException e) {
      unread.add(where + " is a link to nothing");
    }
  }

  private void file(Path file, String where) {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long size = channel.size();
      Allowance allowance = new Allowance(size);
      StreamScan.Source source = FileScanner.source(channel);
      int first = scan.begin(source);
      Optional<ArchiveKind> kind = ArchiveKind.of(scan.head(), first);
      if (kind.isPresent() && kind.get() == ArchiveKind.ZIP) {
        zip(file, where, allowance);
      } else if (kind.isPresent() && !kind.get().isClosed()) {
        InputStream whole = Files.newInputStream(file);
        try (whole) {
          unpack(kind.get(), whole, where, allowance, 1);
        }
      } else {
        plain(where, size, first, source, kind);
        if (kind.isEmpty() && endsAsZip(file, size)) {
          zip(file, where, allowance);
        }
      }
    } catch (IOException e) {
      if (!stopped()) {
        unread.add(where + " can't be read to its end: " + reason(e));
      }
    }
  }

  /** A self-extracting program, or an executable jar, is a zip by its end. */
  private static boolean endsAsZip(Path file, long size) throws IOException {
    if (size < 64 || stopped()) {
      return false;
    }
    try (RandomAccessFile bytes = new RandomAccessFile(file.toFile(), "r")) {
      bytes.seek(size - 22);
      return bytes.readInt() == 0x504b0506;
    }
  }

  private void zip(Path file, String where, Allowance allowance) throws IOException {
    try (ZipFile zip = ZipFile.builder().setPath(file).get()) {
      Enumeration<ZipArchiveEntry> entries = zip.getEntriesInPhysicalOrder();
      while (entries.hasMoreElements() && !stopped()) {
        ZipArchiveEntry entry = entries.nextElement();
        String name = where + "!/" + entry.getName();
        allowance.entry();
        byName(where, entry.getName());
        if (entry.getGeneralPurposeBit().usesEncryption()) {
          unread.add(name + " is encrypted by a password");
        } else if (!zip.canReadEntryData(entry)) {
          unread.add(name + " is packed by a method that is not looked into");
        } else if (!entry.isDirectory()) {
          try (InputStream in = zip.getInputStream(entry)) {
            entry(name, entry.getSize(), allowance.of(in), allowance, 1);
          } catch (Allowance.Exceeded e) {
            throw e;
          } catch (IOException e) {
            broken(name, e);
          }
        }
      }
    }
  }

  private void unpack(
      ArchiveKind kind, InputStream packed, String where, Allowance allowance, int depth)
      throws IOException {
    if (depth > Allowance.DEEPEST) {
      unread.add(where + " lies in more than " + Allowance.DEEPEST + " archives within each other");
      return;
    }
    if (!kind.isArchive()) {
      entry(
          where + "!/" + unpackedName(where),
          -1,
          allowance.of(kind.unpacked(packed)),
          allowance,
          depth);
      return;
    }
    ArchiveInputStream<?> entries = kind.entries(packed);
    ArchiveEntry entry;
    while (!stopped() && (entry = entries.getNextEntry()) != null) {
      String name = where + "!/" + entry.getName();
      allowance.entry();
      byName(where, entry.getName());
      if (!entries.canReadEntryData(entry)) {
        unread.add(name + " is encrypted, or packed by a method that is not looked into");
      } else if (!entry.isDirectory()) {
        entry(name, entry.getSize(), allowance.of(entries), allowance, depth);
      }
    }
  }

  /** What a compressed file is called once it is unpacked. */
  private static String unpackedName(String packed) {
    String name = packed.substring(packed.lastIndexOf('/') + 1);
    int dot = name.lastIndexOf('.');
    if (name.endsWith(".tgz")) {
      return name.substring(0, dot) + ".tar";
    }
    return dot > 0 && name.length() - dot <= 5 ? name.substring(0, dot) : name;
  }

  private void entry(String where, long size, InputStream in, Allowance allowance, int depth)
      throws IOException {
    int first = scan.begin(in::read);
    Optional<ArchiveKind> kind = ArchiveKind.of(scan.head(), first);
    if (kind.isPresent() && !kind.get().isClosed()) {
      byte[] head = Arrays.copyOf(scan.head(), first);
      InputStream whole = new SequenceInputStream(new ByteArrayInputStream(head), in);
      try {
        unpack(kind.get(), whole, where, allowance, depth + 1);
      } catch (Allowance.Exceeded e) {
        throw e;
      } catch (IOException e) {
        broken(where, e);
      }
    } else {
      plain(where, size, first, in::read, kind);
    }
  }

  private void plain(
      String where, long size, int first, StreamScan.Source source, Optional<ArchiveKind> kind)
      throws IOException {
    kind.ifPresent(
        closed -> unread.add(where + " is a " + closed.words() + " archive, not looked into"));
    if (first <= Paper.MOST) {
      Paper.of(where, scan.head(), first).ifPresent(found::paper);
    }
    BundleLook.id(scan.head(), first).ifPresent(id -> found.bundle(where, id));
    Search search = searches.get();
    found.file(where, scan.scan(where, size, first, source, search), search);
  }

  private void byName(String where, String entry) {
    String name = entry.substring(entry.lastIndexOf('/') + 1);
    if (name.equals("data.pkl") || name.equals("constants.pkl")) {
      found.archive(where, Format.TORCH);
    } else if (name.equals("model.weights.h5")) {
      found.archive(where, Format.KERAS);
    }
  }

  private void broken(String where, IOException e) {
    if (!stopped()) {
      unread.add(where + " can't be unpacked to its end: " + reason(e));
    }
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    String message = e.getMessage();
    return message == null ? e.getClass().getSimpleName() : message;
  }
}
