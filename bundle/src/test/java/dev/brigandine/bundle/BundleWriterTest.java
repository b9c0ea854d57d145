package dev.brigandine.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleWriterTest {
  @TempDir Path folder;

  private Path target() {
    return folder.resolve("model.brig");
  }

  private List<String> leftBehind() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(f -> f.getFileName().toString()).sorted().toList();
    }
  }

  private BrigandineException failure(TempFile.Opener opener, SectionSource... sources) {
    return catchThrowableOfType(
        BrigandineException.class,
        () ->
            new BundleWriter(Crypto.best(), new SecureRandom(), opener)
                .run(
                    target(),
                    Samples.draft(),
                    Samples.SIGNER,
                    Samples.activation(7),
                    List.of(sources),
                    done -> {}));
  }

  @Test
  void aFullDiskLeavesNothing() throws IOException {
    SectionSource source = Samples.source("graph", Samples.bytes(1, 3_000_000));
    for (long room : new long[] {0, 1, 1_000_000, 3_000_000, 3_003_500}) {
      TempFile.Opener full = path -> new FullDisk(TempFile.PLAIN.open(path), room);
      BrigandineException e = failure(full, source);
      assertThat(e.code()).isEqualTo(ErrorCode.IO);
      assertThat(e).hasMessageContaining("model.brig").hasMessageContaining("No space left");
      assertThat(leftBehind()).isEmpty();
    }
  }

  @Test
  void anExistingBundleSurvivesAFailure() throws IOException {
    Samples.write(target(), Samples.source("graph", new byte[10]));
    byte[] before = Files.readAllBytes(target());
    failure(
        path -> new FullDisk(TempFile.PLAIN.open(path), 5000),
        Samples.source("graph", new byte[90_000]));
    assertThat(Files.readAllBytes(target())).isEqualTo(before);
    assertThat(leftBehind()).containsExactly("model.brig");
  }

  @Test
  void aSourceThatFailsOrLiesLeavesNothing() throws IOException {
    assertThat(failure(TempFile.PLAIN, odd(10, 9)).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(failure(TempFile.PLAIN, odd(10, 11)).code()).isEqualTo(ErrorCode.INTERNAL);
    assertThat(failure(TempFile.PLAIN, odd(-1, 0)).code()).isEqualTo(ErrorCode.USAGE);
    assertThat(failure(TempFile.PLAIN, odd(Long.MAX_VALUE, 0)).code()).isEqualTo(ErrorCode.USAGE);
    SectionSource failing =
        new SectionSource() {
          @Override
          public String name() {
            return "graph";
          }

          @Override
          public long length() {
            return 100_000;
          }

          @Override
          public void writeTo(WritableByteChannel out) throws IOException {
            out.write(ByteBuffer.allocate(50_000));
            throw new IOException("the model went away");
          }
        };
    assertThat(failure(TempFile.PLAIN, failing)).hasMessageContaining("the model went away");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void whatTheReaderRefusesIsNotWritten() throws IOException {
    SectionSource graph = Samples.source("graph", new byte[1]);
    assertThat(failure(TempFile.PLAIN, graph, graph).code()).isEqualTo(ErrorCode.USAGE);
    assertThat(failure(TempFile.PLAIN).code()).isEqualTo(ErrorCode.USAGE);
    assertThat(failure(TempFile.PLAIN, Samples.source("../graph", new byte[1])).code())
        .isEqualTo(ErrorCode.USAGE);
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void cancellationLeavesNothing() throws IOException {
    SectionSource source = Samples.source("graph", new byte[5_000_000]);
    assertThatThrownBy(
            () ->
                BundleWriter.write(
                    target(),
                    Samples.draft(),
                    Samples.SIGNER,
                    Samples.activation(7),
                    List.of(source),
                    done -> {
                      throw new IllegalStateException("cancelled");
                    }))
        .hasMessage("cancelled");
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void progressCountsPlaintextBytes() {
    List<Long> seen = new ArrayList<>();
    BundleWriter.write(
        target(),
        Samples.draft(),
        Samples.SIGNER,
        Samples.activation(7),
        List.of(
            Samples.source("graph", new byte[10]),
            Samples.source("weights.0", new byte[5_000_000])),
        seen::add);
    assertThat(seen).isSorted().hasSizeGreaterThan(4).endsWith(5_000_010L);
  }

  @Test
  void keysThatDoNotBelongTogetherAreRefused() throws IOException {
    SigningKey mixed = new SigningKey(Samples.newKey().privateKey(), Samples.newKey().publicKey());
    assertThatThrownBy(
            () ->
                BundleWriter.write(
                    target(),
                    Samples.draft(),
                    mixed,
                    Samples.activation(7),
                    List.of(Samples.source("graph", new byte[1])),
                    done -> {}))
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.BAD_SIGNATURE));
    assertThat(leftBehind()).isEmpty();
  }

  @Test
  void theFileIsHiddenWhileItGrowsAndNormalAfterwards() throws IOException {
    Path normal = Files.createFile(folder.resolve("normal"));
    List<String> seen = new ArrayList<>();
    BundleWriter.write(
        target(),
        Samples.draft(),
        Samples.SIGNER,
        Samples.activation(7),
        List.of(Samples.source("graph", new byte[10])),
        done -> {
          try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(f -> f.toString().contains(".tmp-")).toList()) {
              seen.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
            }
          } catch (IOException e) {
            throw new AssertionError(e);
          }
        });
    assertThat(seen).isNotEmpty().containsOnly("rw-------");
    assertThat(Files.getPosixFilePermissions(target()))
        .isEqualTo(Files.getPosixFilePermissions(normal));
  }

  /** Announces {@code length} bytes and writes {@code written}. */
  private static SectionSource odd(long length, int written) {
    return new SectionSource() {
      @Override
      public String name() {
        return "graph";
      }

      @Override
      public long length() {
        return length;
      }

      @Override
      public void writeTo(WritableByteChannel out) throws IOException {
        out.write(ByteBuffer.allocate(written));
      }
    };
  }
}
