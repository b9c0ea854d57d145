package dev.brigandine.audit.process;

import dev.brigandine.audit.files.KnownContent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One search for all that is {@link Known}, through as many streams as come. */
final class Sieve {
  private static final int BLOCK = 1 << 20;

  private final KnownContent.Search original;
  private final Optional<KnownContent.Search> captured;
  private final SecretSearch secrets;
  private final int keys;
  private final byte[] block = new byte[BLOCK];
  private long bytes;

  /**
   * @param keys how many of the secrets are key tensors; the rest are the device's
   */
  Sieve(
      KnownContent.Search original,
      Optional<KnownContent.Search> captured,
      SecretSearch secrets,
      int keys) {
    this.original = original;
    this.captured = captured;
    this.secrets = secrets;
    this.keys = keys;
  }

  /** Searches all of it, as one piece. */
  Sieve stream(InputStream in) throws IOException {
    for (int n = in.read(block); n >= 0; n = in.read(block)) {
      accept(block, 0, n);
    }
    gap();
    return this;
  }

  /** Searches every file in a folder, at any depth; links are not followed. */
  Sieve folder(Path folder) throws IOException {
    List<Path> files;
    try (Stream<Path> walk = Files.walk(folder)) {
      files = walk.filter(Files::isRegularFile).filter(f -> !Files.isSymbolicLink(f)).toList();
    }
    for (Path file : files) {
      try (InputStream in = Files.newInputStream(file)) {
        stream(in);
      } catch (NoSuchFileException e) {
        // A temporary file, gone meanwhile.
      }
    }
    return this;
  }

  /**
   * Searches another process's memory.
   *
   * @throws IOException if it is refused
   */
  Sieve memory(long pid) throws IOException {
    ProcessMemory.read(
        pid,
        new ProcessMemory.Sink() {
          @Override
          public void accept(byte[] next, int offset, int length) {
            Sieve.this.accept(next, offset, length);
          }

          @Override
          public void gap() {
            Sieve.this.gap();
          }
        });
    return this;
  }

  /** Searches what comes next. */
  void accept(byte[] next, int offset, int length) {
    original.accept(next, offset, length);
    captured.ifPresent(search -> search.accept(next, offset, length));
    secrets.accept(next, offset, length);
    bytes += length;
  }

  /** What comes next does not follow what came. */
  void gap() {
    original.gap();
    captured.ifPresent(KnownContent.Search::gap);
    secrets.gap();
  }

  /** What was found until now. */
  Loot loot() {
    KnownContent.Hits hits = original.hits();
    return new Loot(
        bytes,
        hits.share(),
        captured.map(search -> search.hits().share()),
        hits.names().size(),
        secrets.found(0, keys),
        keys,
        secrets.found(keys, secrets.known()) > 0);
  }
}
