package dev.brigandine.cli.served;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.cli.SeenTerminal;
import dev.brigandine.cli.script.ModelMaker;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.client.LicenseEvent;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A protected model that a licence server licenses, by SDK and by command line. */
class ServedModelTest {
  @TempDir Path folder;
  private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final Instant later = now.plus(30, ChronoUnit.DAYS);
  private SeenTerminal terminal;
  private LicenseServer server;
  private String bundleId;

  @BeforeEach
  void protect() throws Exception {
    terminal = new SeenTerminal(folder);
    terminal.clock(now);
    terminal.environment("XDG_STATE_HOME", folder.resolve("state").toString());
    ModelMaker.write(folder.resolve("tiny.onnx"), "tiny");
    Files.writeString(folder.resolve("in.json"), "{\"x\": [[1, 2, 3, 4]]}");
    String key = path("vendor.key");
    ok("keygen", "-o", key, "--pub", path("vendor.pub"), "--insecure-no-passphrase");
    String to = path("model.brig");
    String model = path("tiny.onnx");
    ok("protect", model, "-o", to, "--key", key, "--id", "acme/tiny", "--model-version", "3");
    ok("device", "init", "-o", path("device.key"), "--insecure-no-passphrase");
    VendorKey vendor = VendorKey.load(folder.resolve("vendor.key"), null);
    VendorKey serverKey = VendorKey.generate();
    String database = "sqlite:" + folder.resolve("licenses.db");
    server =
        LicenseServer.start(
            new ServerOptions(database, ServerOptions.LOOPBACK, 0, Optional.empty(), 0),
            LicenseServices.open(database, serverKey, Clock.systemUTC(), new SecureRandom()),
            serverKey.signer().thumbprint(),
            Clock.systemUTC(),
            new SecureRandom(),
            services -> List.of());
    try (Bundle bundle = Bundle.open(folder.resolve("model.brig"))) {
      bundleId = bundle.manifest().bundleId();
      server
          .services()
          .bundles()
          .register(
              Actor.SYSTEM,
              LicenseIssuer.delegate(
                  vendor,
                  bundle.manifest(),
                  bundle.signer(),
                  serverKey.publicKey(),
                  true,
                  LicenseTerms.expiring(later).build(),
                  now));
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String path(String name) {
    return folder.resolve(name).toString();
  }

  private void ok(String... args) {
    assertThat(terminal.run(args)).as(terminal.err()).isZero();
  }

  private String sell(Terms terms) {
    String customer =
        server.services().customers().create(Actor.SYSTEM, "North " + System.nanoTime(), "").id();
    return server
        .services()
        .entitlements()
        .create(Actor.SYSTEM, customer, List.of(bundleId), terms)
        .id();
  }

  private String floating(int seats) {
    return sell(Terms.floating(seats, now.minusSeconds(60), later).lease(60, 60).build());
  }

  private LicenseSource source(String entitlement, List<LicenseEvent.Kind> told) {
    return LicenseSource.server(URI.create(server.address()), folder.resolve("cache"))
        .entitlement(entitlement)
        .listener(event -> told.add(event.kind()));
  }

  private ProtectedModel open(LicenseSource source) {
    return Brigandine.open(
        folder.resolve("model.brig"),
        source,
        folder.resolve("device.key"),
        OpenOptions.defaults().stateFolder(folder.resolve("state")));
  }

  private static void run(ProtectedModel model) throws Exception {
    try (OnnxTensor x =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), new float[][] {{1, 2, 3, 4}});
        ProtectedModel.Result result = model.run(Map.of("x", x))) {
      assertThat(result.size()).isPositive();
    }
  }

  private static ErrorCode refusal(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    return org.assertj.core.api.Assertions.catchThrowableOfType(BrigandineException.class, call)
        .code();
  }

  private static long leaseThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("brigandine-lease"))
        .count();
  }

  @Test
  void aModelRunsOnASeatAndGivesItBack() throws Exception {
    LicenseSource source = source(floating(1), new CopyOnWriteArrayList<>());
    List<LicenseEvent.Kind> told = new CopyOnWriteArrayList<>();
    LicenseSource first = source(floating(1), told);
    try (ProtectedModel model = open(first)) {
      run(model);
      assertThat(model.license().conditions().lease()).isPresent();
      assertThat(refusal(() -> open(first))).isEqualTo(ErrorCode.NO_FREE_LEASE);
      // A licence of another entitlement has its own seats.
      open(source).close();
    }
    assertThat(leaseThreads()).isZero();
    open(first).close();
    assertThat(told)
        .startsWith(LicenseEvent.Kind.ACTIVATED, LicenseEvent.Kind.LEASED)
        .endsWith(LicenseEvent.Kind.LEASED, LicenseEvent.Kind.RELEASED);
  }

  @Test
  void aModelThatDoesNotOpenKeepsNoSeat() {
    String entitlement =
        sell(
            Terms.floating(1, now.minusSeconds(60), later)
                .lease(60, 60)
                .isolation(dev.brigandine.licenseserver.domain.Isolation.VAULT)
                .build());
    LicenseSource source = source(entitlement, new CopyOnWriteArrayList<>());
    assertThat(refusal(() -> open(source))).isEqualTo(ErrorCode.ISOLATION_REQUIRED);
    assertThat(leaseThreads()).isZero();
    // Not NO_FREE_LEASE.
    assertThat(refusal(() -> open(source))).isEqualTo(ErrorCode.ISOLATION_REQUIRED);
  }

  @Test
  void runsComeWithTheLease() throws Exception {
    String entitlement =
        sell(Terms.floating(1, now.minusSeconds(60), later).lease(60, 60).runs(5).build());
    try (ProtectedModel model = open(source(entitlement, new CopyOnWriteArrayList<>()))) {
      run(model);
      run(model);
    }
    try (ProtectedModel model = open(source(entitlement, new CopyOnWriteArrayList<>()))) {
      run(model);
      run(model);
      run(model);
      assertThat(refusal(() -> run(model))).isEqualTo(ErrorCode.LICENSE_EXPIRED);
    }
  }

  @Test
  void theCommandLineBorrowsASeatToo() throws Exception {
    String entitlement = floating(1);
    String[] run = {
      "run",
      path("model.brig"),
      "--license-server",
      server.address(),
      "--entitlement",
      entitlement,
      "--device",
      path("device.key"),
      "--input",
      path("in.json")
    };
    ok(run);
    assertThat(terminal.out()).contains("\"y\"");
    assertThat(terminal.err()).contains("was lent").contains("was given back");
    String[] verify = {
      "verify",
      path("model.brig"),
      "--license-server",
      server.address(),
      "--entitlement",
      entitlement,
      "--device",
      path("device.key"),
      "--against",
      path("tiny.onnx")
    };
    ok(verify);
    try (ProtectedModel held = open(source(entitlement, new CopyOnWriteArrayList<>()))) {
      assertThat(terminal.run(run)).isEqualTo(23);
      assertThat(terminal.err()).contains("no-free-lease").contains("hint: ");
      run(held);
    }
    server.services().entitlements().revoke(Actor.SYSTEM, entitlement, "not paid");
    assertThat(terminal.run(run)).isEqualTo(24);
  }

  @Test
  void aDeviceIsActivatedAndThenNeedsNoServer() {
    String entitlement = sell(Terms.nodeLocked(now.minusSeconds(60), later).maxDevices(1).build());
    ok(
        "device",
        "activate",
        "--server",
        server.address(),
        "--entitlement",
        entitlement,
        "--bundle",
        path("model.brig"),
        "--device",
        path("device.key"),
        "-o",
        path("licence.jwt"));
    server.close();
    ok(
        "run",
        path("model.brig"),
        "--license",
        path("licence.jwt"),
        "--device",
        path("device.key"),
        "--input",
        path("in.json"));
    int status =
        terminal.run(
            "device",
            "activate",
            "--server",
            server.address(),
            "--entitlement",
            entitlement,
            "--bundle",
            path("model.brig"),
            "--device",
            path("device.key"),
            "-o",
            path("b.jwt"));
    assertThat(status).isEqualTo(23);
    assertThat(folder.resolve("b.jwt")).doesNotExist();
  }
}
