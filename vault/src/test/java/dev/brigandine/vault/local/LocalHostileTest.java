package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OrtException;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.internal.local.Failure;
import dev.brigandine.runtime.internal.local.Hello;
import dev.brigandine.runtime.internal.local.Placed;
import dev.brigandine.runtime.internal.local.RunResult;
import dev.brigandine.runtime.internal.local.Wire;
import dev.brigandine.vault.model.Request;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Callers who lie, fall silent, die or tear at what they share: the next one is served. */
@Timeout(60)
class LocalHostileTest {
  @TempDir static Path folder;
  @TempDir Path own;
  private LocalVault vault;

  @BeforeEach
  void start() throws IOException {
    vault =
        new LocalVault(
            own,
            dev.brigandine.vault.TinyModels.add(own.resolve("m.onnx"), 1),
            Duration.ofMillis(300));
  }

  @AfterEach
  void theNextCallerIsServed() throws OrtException {
    try (LocalVault closed = vault;
        ProtectedModel model = closed.connect()) {
      assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
    }
  }

  static Stream<Placed> lies() {
    long[] fits = {1, 4};
    return Stream.of(
        new Placed(0, 1, fits, 0, 15),
        new Placed(0, 1, fits, 0, 0),
        new Placed(0, 1, fits, 0, -16),
        new Placed(0, 1, fits, -16, 16),
        new Placed(0, 1, fits, (1 << 20) - 15, 16),
        new Placed(0, 1, fits, 1 << 20, 16),
        new Placed(0, 1, fits, Long.MAX_VALUE, 16),
        new Placed(0, 1, fits, Long.MAX_VALUE - 8, Long.MAX_VALUE),
        new Placed(0, 1, fits, Long.MIN_VALUE, Long.MIN_VALUE),
        new Placed(0, 1, fits, 16, Long.MAX_VALUE),
        new Placed(0, 1, fits, 0, 1L << 40),
        new Placed(0, 1, new long[] {-1, 4}, 0, 16),
        new Placed(0, 1, new long[] {-1, -4}, 0, 16),
        new Placed(0, 1, new long[] {1L << 62, 4}, 0, 16),
        new Placed(0, 1, new long[] {1L << 32, 1L << 32}, 0, 16),
        new Placed(0, 1, new long[] {0, Long.MAX_VALUE}, 0, 16),
        new Placed(0, 1, new long[] {4}, 0, 16),
        new Placed(0, 1, new long[] {1, 5}, 0, 20),
        new Placed(0, 1, new long[0], 0, 4),
        new Placed(0, 1, new long[64], 0, 0),
        new Placed(0, 0, fits, 0, 16),
        new Placed(0, 4, fits, 0, 8),
        new Placed(0, 7, fits, 0, 32),
        new Placed(0, 8, fits, 0, 16),
        new Placed(0, 255, fits, 0, 16),
        new Placed(1, 1, fits, 0, 16),
        new Placed(0xffff, 1, fits, 0, 16));
  }

  @ParameterizedTest
  @MethodSource("lies")
  void aTensorThatLiesIsRefusedAndTheConnectionStays(Placed lie) throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      caller.run(7, lie);
      Failure failure = caller.failure();
      assertThat(failure.code()).isIn("bad-input", "engine");
      assertThat(failure.id()).isEqualTo(7);
      caller.add(8, 1, 2, 3, 4);
      assertThat(caller.floats(caller.result().outputs().get(0))).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void noInputTwiceTheSameInputAndAnUnknownOutputAreRefused() throws IOException {
    Placed fits = new Placed(0, 1, new long[] {1, 4}, 0, 16);
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      caller.run(1);
      assertThat(caller.failure().code()).isEqualTo("bad-input");
      caller.run(2, fits, fits);
      assertThat(caller.failure().code()).isEqualTo("bad-input");
      caller.send(caller.out.begin(Wire.RUN).i32(3).i32(0).i32(1).u16(9));
      assertThat(caller.failure().code()).isEqualTo("bad-input");
    }
  }

  static Stream<byte[]> garbage() {
    List<byte[]> all = new ArrayList<>();
    all.add(header(0, Wire.RUN));
    all.add(header(7, Wire.RUN));
    all.add(header(-1, Wire.RUN));
    all.add(header(Integer.MIN_VALUE, Wire.RUN));
    all.add(header(Wire.MAX_REQUEST + 1, Wire.RUN));
    all.add(header(8, 0));
    all.add(header(8, 99));
    all.add(header(8, Wire.RUN)); // no body
    all.add(header(8, Wire.HELLO));
    all.add(header(8, Wire.GROW));
    all.add(header(8, Wire.ATTACHED));
    all.add(header(8, Wire.STATUS));
    all.add(new byte[] {12, 0, 0, 0, Wire.RUN, 0, 1, 0, 0, 0, 0, 0}); // reserved bytes
    // A run of 2^31-1 inputs, and of as many as there is no room for.
    all.add(ints(Wire.RUN, 1, Integer.MAX_VALUE));
    all.add(ints(Wire.RUN, 1, -1));
    all.add(ints(Wire.RUN, 1, 9999, 0));
    Random random = new Random(6);
    byte[] noise = new byte[4096];
    random.nextBytes(noise);
    all.add(noise);
    return all.stream();
  }

  private static byte[] header(int length, int type) {
    return ByteBuffer.allocate(8)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(length)
        .putShort((short) type)
        .array();
  }

  private static byte[] ints(int type, int... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(8 + 4 * values.length)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(8 + 4 * values.length)
            .putInt(type);
    for (int value : values) {
      bytes.putInt(value);
    }
    return bytes.array();
  }

  @ParameterizedTest
  @MethodSource("garbage")
  void garbageEndsTheConnectionWithAReason(byte[] bytes) throws IOException {
    for (boolean greeted : new boolean[] {false, true}) {
      try (RawCaller caller =
          greeted ? RawCaller.greeted(vault.socket) : new RawCaller(vault.socket)) {
        caller.sendRaw(ByteBuffer.wrap(bytes));
        assertThat(caller.failure().code()).isEqualTo("bad-input");
        assertThat(caller.next()).isEqualTo(-1);
      }
    }
  }

  @Test
  void halfAFrameAndThenSilenceIsGivenUp() throws IOException {
    try (RawCaller nothing = new RawCaller(vault.socket);
        RawCaller half = new RawCaller(vault.socket);
        RawCaller unattached = new RawCaller(vault.socket)) {
      half.sendRaw(ByteBuffer.wrap(header(40, Wire.HELLO)));
      unattached.send(new Hello("", -1, "").write(unattached.out));
      assertThat(unattached.next()).isEqualTo(Wire.WELCOME);
      unattached.inbox.take();
      assertThat(unattached.next()).isEqualTo(Wire.REGION);
      unattached.inbox.take();
      assertThat(nothing.next()).isEqualTo(-1);
      assertThat(half.next()).isEqualTo(-1);
      assertThat(unattached.next()).isEqualTo(-1);
    }
    awaitConnections(0);
    awaitNoSharedFiles();
  }

  @Test
  void aSecondHelloARunBeforeTheFirstAndAForgedRegionEndTheConnection() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      caller.send(new Hello("", -1, "").write(caller.out));
      assertThat(caller.failure().message()).contains("second HELLO");
      assertThat(caller.next()).isEqualTo(-1);
    }
    try (RawCaller caller = new RawCaller(vault.socket)) {
      caller.run(1);
      assertThat(caller.failure().code()).isEqualTo("bad-input");
    }
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      // A caller names no files; one that was not given to him he cannot attach.
      caller.send(caller.out.begin(Wire.ATTACHED).i32(1));
      assertThat(caller.failure().code()).isEqualTo("bad-input");
    }
    try (RawCaller caller = new RawCaller(vault.socket)) {
      caller.send(new Hello("", -1, "").write(caller.out));
      assertThat(caller.next()).isEqualTo(Wire.WELCOME);
      caller.inbox.take();
      assertThat(caller.next()).isEqualTo(Wire.REGION);
      caller.inbox.take();
      caller.send(caller.out.begin(Wire.ATTACHED).i32(12345));
      assertThat(caller.failure().code()).isEqualTo("bad-input");
    }
    awaitConnections(0);
    awaitNoSharedFiles();
  }

  @Test
  void theSharedFileHasNoNameAnyMore() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      caller.add(1, 1, 2, 3, 4);
      caller.result();
      assertThat(Path.of(caller.region.path())).doesNotExist();
      Path where = Path.of(caller.region.path()).getParent();
      assertThat(Files.getPosixFilePermissions(where))
          .isEqualTo(java.nio.file.attribute.PosixFilePermissions.fromString("rwx--x--x"));
      // 128 bits.
      assertThat(Path.of(caller.region.path()).getFileName().toString()).matches("[0-9a-f]{32}");
    }
  }

  /** What the vault would meet if it mapped the file: the attack is one. */
  @Test
  void aMappedFileThatIsCutOffFaultsItsReader() throws IOException {
    Path file = folder.resolve("mapped");
    Files.write(file, new byte[1 << 16]);
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, 1 << 16);
      byte[] copy = new byte[1 << 16];
      mapped.get(0, copy);
      channel.truncate(0);
      assertThatThrownBy(
              () -> {
                for (int i = 0; i < 1000; i++) {
                  mapped.get(0, copy);
                }
              })
          .isInstanceOf(InternalError.class);
    }
  }

  @Test
  void aSharedFileThatIsCutOffIsAShortReadEvenWhenAllIsCompiled() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      for (int i = 1; i <= 3000; i++) {
        caller.add(i, i, i, i, i);
        assertThat(caller.floats(caller.result().outputs().get(0))[0]).isEqualTo(i + 1);
      }
      caller.shared.truncate(0);
      caller.run(3001, new Placed(0, 1, new long[] {1, 4}, 0, 16));
      Failure failure = caller.failure();
      assertThat(failure.code()).isEqualTo("bad-input");
      assertThat(failure.message()).contains("cut off");
    }
  }

  @Test
  void aSharedFileThatIsCutOffWhileItsInputsRunHarmsNobody() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      vault.served.before =
          request -> {
            try {
              caller.shared.truncate(3);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          };
      caller.add(1, 1, 2, 3, 4);
      RunResult result = caller.result();
      // The vault wrote it again; only its owner could have missed something.
      assertThat(caller.floats(result.outputs().get(0))).containsExactly(2, 3, 4, 5);
    } finally {
      vault.served.before = request -> {};
    }
  }

  @Test
  void inputsThatChangeAfterTheyWereSentAreNotSeen() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      vault.served.before =
          request -> {
            try {
              caller.shared.write(ByteBuffer.wrap(new byte[64]), 0);
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          };
      caller.add(1, 1, 2, 3, 4);
      assertThat(caller.floats(caller.result().outputs().get(0))).containsExactly(2, 3, 4, 5);
    } finally {
      vault.served.before = request -> {};
    }
  }

  @Test
  void aCallerWhoDiesOrCancelsEndsHisRun() throws IOException, InterruptedException {
    for (String how : List.of("dies", "cancels", "talks")) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch ended = new CountDownLatch(1);
      vault.served.before =
          request -> {
            begun.countDown();
            awaitCancelled(request);
            ended.countDown();
          };
      try (RawCaller caller = RawCaller.greeted(vault.socket)) {
        caller.add(5, 1, 2, 3, 4);
        begun.await();
        switch (how) {
          case "dies" -> caller.channel.close();
          case "cancels" -> {
            caller.send(caller.out.begin(Wire.CANCEL).i32(4)); // another's, which is none
            caller.send(caller.out.begin(Wire.CANCEL).i32(5));
          }
          default -> caller.add(6, 1, 2, 3, 4);
        }
        assertThat(ended.await(30, TimeUnit.SECONDS)).as(how).isTrue();
        if (how.equals("cancels")) {
          assertThat(caller.failure().code()).isEqualTo("cancelled");
          vault.served.before = request -> {};
          caller.send(caller.out.begin(Wire.CANCEL).i32(5)); // too late, and no harm
          caller.add(7, 1, 2, 3, 4);
          assertThat(caller.result().id()).isEqualTo(7);
        }
      } finally {
        vault.served.before = request -> {};
      }
    }
    awaitConnections(0);
  }

  private static void awaitCancelled(Request request) {
    try {
      while (!request.cancellation().isCancelled()) {
        Thread.sleep(1);
      }
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void callersWhoComeAndGoByTheThousandLeaveNothing() throws IOException {
    for (int i = 0; i < 10_000; i++) {
      new RawCaller(vault.socket).close();
    }
    for (int i = 0; i < 200; i++) {
      RawCaller.greeted(vault.socket).close();
    }
    awaitConnections(0);
    awaitNoSharedFiles();
  }

  @Test
  void framesChangedAtRandomEndNothingButTheirConnection() throws IOException {
    long seed = Long.getLong("brigandine.seed", 20261126);
    Random random = new Random(seed);
    for (int i = 0; i < 400; i++) {
      try (RawCaller caller = RawCaller.greeted(vault.socket)) {
        ByteBuffer frame =
            new dev.brigandine.runtime.internal.local.Run(
                    i, List.of(new Placed(0, 1, new long[] {1, 4}, 0, 16)), List.of(0))
                .write(caller.out)
                .end();
        for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
          // Not the length, which would make the vault wait for more.
          int at = 4 + random.nextInt(frame.limit() - 4);
          frame.put(at, (byte) random.nextInt(256));
        }
        caller.sendRaw(frame);
        assertThat(caller.next())
            .as("seed %s, round %s", seed, i)
            .isIn(Wire.RESULT, Wire.FAILURE, Wire.REGION, -1);
      }
    }
  }

  private void awaitConnections(int count) {
    long end = System.nanoTime() + 30_000_000_000L;
    while (vault.front.connections() != count && System.nanoTime() < end) {
      Thread.onSpinWait();
    }
    assertThat(vault.front.connections()).isEqualTo(count);
  }

  /** Other vaults of this user may have one there for a moment. */
  private void awaitNoSharedFiles() throws IOException {
    try (RawCaller caller = RawCaller.greeted(vault.socket)) {
      caller.add(1, 1, 2, 3, 4);
      caller.result();
      Path where = Path.of(caller.region.path()).getParent();
      long end = System.nanoTime() + 30_000_000_000L;
      long left = files(where);
      while (left > 0 && System.nanoTime() < end) {
        left = files(where);
      }
      assertThat(left).isZero();
    }
  }

  private static long files(Path where) throws IOException {
    try (Stream<Path> files = Files.list(where)) {
      return files.count();
    }
  }
}
