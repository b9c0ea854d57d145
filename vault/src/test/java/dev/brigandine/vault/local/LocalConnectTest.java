package dev.brigandine.vault.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.Isolation;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.ConnectOptions;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import dev.brigandine.runtime.RunOptions;
import dev.brigandine.runtime.internal.local.ControlClient;
import dev.brigandine.vault.config.LocalConfig;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Finding the model, and what happens when the vault is not there, full, or goes away. */
@Timeout(120)
class LocalConnectTest {
  @TempDir Path folder;

  @Test
  void aModelIsFoundByNameVersionOrBundle() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder)) {
      runs(Brigandine.connect(vault.socket));
      runs(Brigandine.connect(vault.socket, "tiny"));
      runs(Brigandine.connect(vault.socket, ConnectOptions.defaults().model("tiny").version(3)));
      refused(ErrorCode.MODEL_UNKNOWN, () -> Brigandine.connect(vault.socket, "other"), "tiny");
      refused(
          ErrorCode.MODEL_UNKNOWN,
          () ->
              Brigandine.connect(vault.socket, ConnectOptions.defaults().model("tiny").version(4)),
          "");
      refused(
          ErrorCode.BAD_SIGNATURE,
          () ->
              Brigandine.connect(
                  vault.socket, ConnectOptions.defaults().trust(new SignerId("A".repeat(43)))),
          "trusted");
    }
  }

  @Test
  void isolationIsOneOptionAndLicenceAndDeviceKeyAreNotRead() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder)) {
      Path nowhere = folder.resolve("nowhere");
      OpenOptions options = OpenOptions.defaults().vaultSocket(vault.socket);
      runs(Brigandine.open(vault.bundle, nowhere, nowhere, options.isolation(Isolation.VAULT)));
      refused(
          ErrorCode.FILE_UNREADABLE,
          () ->
              Brigandine.open(
                  vault.bundle, nowhere, nowhere, options.isolation(Isolation.IN_PROCESS)),
          "");
      refused(
          ErrorCode.BAD_SIGNATURE,
          () ->
              Brigandine.open(
                  vault.bundle,
                  nowhere,
                  nowhere,
                  options.isolation(Isolation.VAULT).trust(new SignerId("A".repeat(43)))),
          "");
      // Another bundle of the same name is another bundle.
      Path second = Files.createDirectory(folder.resolve("second"));
      try (LocalVault other = LocalVault.add(second)) {
        refused(
            ErrorCode.MODEL_UNKNOWN,
            () ->
                Brigandine.open(other.bundle, nowhere, nowhere, options.isolation(Isolation.VAULT)),
            "tiny");
      }
    }
  }

  @Test
  void nobodyThereAndSomebodyElseAreUnreachable() throws IOException {
    Path nothing = folder.resolve("nothing.sock");
    refused(ErrorCode.VAULT_UNREACHABLE, () -> Brigandine.connect(nothing), nothing.toString());
    Path silent = folder.resolve("silent.sock");
    try (ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      server.bind(UnixDomainSocketAddress.of(silent));
      refused(
          ErrorCode.VAULT_UNREACHABLE,
          () ->
              Brigandine.connect(silent, ConnectOptions.defaults().timeout(Duration.ofMillis(200))),
          "does not answer");
    }
  }

  @Test
  void statusAndReloadAreForTheVaultsOwnUser() throws IOException {
    try (LocalVault vault = LocalVault.add(folder)) {
      Duration second = Duration.ofSeconds(5);
      assertThat(ControlClient.status(vault.socket, second)).isEqualTo("{\"ok\":true}");
      assertThat(ControlClient.reload(vault.socket, second)).isEqualTo("{\"reloads\":1}");
    }
  }

  @Test
  void whoIsNotListedIsRefusedThoughHeIsTheVaultsOwnUser() throws IOException {
    try (LocalVault vault = LocalVault.add(folder)) {
      Path socket = folder.resolve("listed.sock");
      LocalConfig config = new LocalConfig(socket, List.of("nobody"), LocalVault.MAX_BYTES, 10);
      try (LocalFront front = LocalFront.start(config, vault.served, vault.control())) {
        refused(
            ErrorCode.CALLER_REFUSED, () -> Brigandine.connect(Path.of(front.address())), "user ");
        assertThat(ControlClient.status(socket, Duration.ofSeconds(5))).contains("ok");
      }
      refused(
          ErrorCode.USAGE,
          () ->
              LocalFront.start(
                  new LocalConfig(socket, List.of("no-such-user-here"), 1 << 20, 10),
                  vault.served,
                  vault.control()),
          "no-such-user-here");
    }
  }

  @Test
  void aFullVaultSaysSoAndRunsWaitForTheirOwnConnections() throws Exception {
    try (LocalVault vault = LocalVault.add(folder)) {
      vault.front.close();
      vault.start(-6); // eight are kept for the vault's own user: two in all
      try (ProtectedModel model = vault.connect()) {
        ProtectedModel other = vault.connect();
        refused(ErrorCode.OVERLOADED, vault::connect, "connections");
        List<Thread> threads = new ArrayList<>();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        for (int i = 0; i < 4; i++) {
          Thread thread =
              new Thread(
                  () -> {
                    try {
                      for (int j = 0; j < 50; j++) {
                        LocalFrontTest.sum(model, 1, 2, 3, 4);
                      }
                    } catch (Throwable e) {
                      failure.set(e);
                    }
                  });
          thread.start();
          threads.add(thread);
        }
        for (Thread thread : threads) {
          thread.join();
        }
        assertThat(failure.get()).isNull();
        other.close();
      }
    }
  }

  @Test
  void aRestartedVaultIsFoundAgainAndNothingRunsTwice() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder)) {
      AtomicInteger runs = new AtomicInteger();
      vault.served.before = request -> runs.incrementAndGet();
      try (ProtectedModel model = vault.connect()) {
        LocalFrontTest.sum(model, 1, 2, 3, 4);
        vault.front.close();
        refused(ErrorCode.VAULT_UNREACHABLE, () -> LocalFrontTest.sum(model, 1, 2, 3, 4), "");
        vault.start(100);
        assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
        assertThat(runs.get()).isEqualTo(2);
        // And when nobody noticed that it was away.
        vault.front.close();
        vault.start(100);
        assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
        assertThat(runs.get()).isEqualTo(3);
      }
    }
  }

  @Test
  void aVaultThatGoesDuringARunIsNotAskedAgain() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder)) {
      AtomicInteger runs = new AtomicInteger();
      vault.served.before =
          request -> {
            runs.incrementAndGet();
            vault.front.close(); // aborts, since nothing is waited for
          };
      try (ProtectedModel model = vault.connect()) {
        assertThatThrownBy(() -> LocalFrontTest.sum(model, 1, 2, 3, 4))
            .isInstanceOf(BrigandineException.class)
            .extracting("code")
            .isIn(ErrorCode.VAULT_UNREACHABLE, ErrorCode.CANCELLED);
        assertThat(runs.get()).isEqualTo(1);
      }
    }
  }

  @Test
  void aGracefulStopLetsARunEnd() throws Exception {
    try (LocalVault vault = LocalVault.add(folder)) {
      CountDownLatch begun = new CountDownLatch(1);
      CountDownLatch stopping = new CountDownLatch(1);
      vault.served.before =
          request -> {
            begun.countDown();
            await(stopping);
          };
      try (ProtectedModel model = vault.connect()) {
        Thread stopper =
            new Thread(
                () -> {
                  await(begun);
                  // The socket goes before runs are waited for: that is how it shows.
                  Thread released =
                      new Thread(
                          () -> {
                            while (Files.exists(vault.socket)) {
                              Thread.onSpinWait();
                            }
                            stopping.countDown();
                          });
                  released.start();
                  vault.front.close(Duration.ofSeconds(30));
                });
        stopper.start();
        assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
        stopper.join();
        assertThat(vault.front.connections()).isZero();
      }
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void terminatingARunCancelsItInTheVault() throws Exception {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect();
        RunOptions options = new RunOptions();
        OnnxTensor x = OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[1][4])) {
      CountDownLatch begun = new CountDownLatch(1);
      vault.served.before =
          request -> {
            begun.countDown();
            while (!request.cancellation().isCancelled()) {
              Thread.onSpinWait();
            }
          };
      Thread terminator =
          new Thread(
              () -> {
                await(begun);
                options.setTerminate(true);
              });
      terminator.start();
      refused(ErrorCode.CANCELLED, () -> model.run(Map.of("x", x), options), "");
      terminator.join();
      // As long as it is set, nothing begins; then all is well again.
      refused(ErrorCode.CANCELLED, () -> model.run(Map.of("x", x), options), "");
      vault.served.before = request -> {};
      options.setTerminate(false);
      model.run(Map.of("x", x), options).close();
    }
  }

  @Test
  void anErrorOfTheVaultArrivesWithItsHint() throws IOException, OrtException {
    try (LocalVault vault = LocalVault.add(folder);
        ProtectedModel model = vault.connect()) {
      for (ErrorCode code : ErrorCode.values()) {
        vault.served.before =
            request -> {
              throw new BrigandineException(code, "no, not " + code, "do that");
            };
        assertThatThrownBy(() -> LocalFrontTest.sum(model, 1, 2, 3, 4))
            .isInstanceOfSatisfying(
                BrigandineException.class,
                e -> {
                  assertThat(e.code()).isEqualTo(code);
                  assertThat(e).hasMessage("no, not " + code);
                  assertThat(e.hint()).contains("do that");
                });
      }
      vault.served.before =
          request -> {
            throw new IllegalStateException("something from inside");
          };
      assertThatThrownBy(() -> LocalFrontTest.sum(model, 1, 2, 3, 4))
          .hasMessageNotContaining("inside")
          .extracting("code")
          .isEqualTo(ErrorCode.INTERNAL);
      vault.served.before = request -> {};
      assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
    }
  }

  @Test
  void aClosedModelRunsNoMore() throws IOException {
    try (LocalVault vault = LocalVault.add(folder)) {
      ProtectedModel model = vault.connect();
      model.close();
      model.close();
      assertThatThrownBy(() -> LocalFrontTest.sum(model, 1, 2, 3, 4))
          .isInstanceOf(IllegalStateException.class);
    }
  }

  private interface Attempt {
    Object run() throws OrtException;
  }

  private static void refused(ErrorCode code, Attempt attempt, String text) {
    assertThatThrownBy(attempt::run)
        .isInstanceOfSatisfying(
            BrigandineException.class,
            e -> {
              assertThat(e.code()).as(e.getMessage()).isEqualTo(code);
              assertThat(e.getMessage() + e.hint().orElse("")).contains(text);
            });
  }

  private static void runs(ProtectedModel model) throws OrtException {
    try (model) {
      assertThat(LocalFrontTest.sum(model, 1, 2, 3, 4)).containsExactly(2, 3, 4, 5);
    }
  }
}
