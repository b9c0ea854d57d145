package dev.brigandine.licenseserver.client;

import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.VendorPublicKey;
import dev.brigandine.license.client.ClientOptions;
import dev.brigandine.license.client.HeldLicense;
import dev.brigandine.license.client.LicenseClient;
import dev.brigandine.license.client.LicenseEvent;
import dev.brigandine.license.clock.Ticker;
import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.PageRequest;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** A vendor, his server, and a customer's device: all real, over loopback. */
final class House implements AutoCloseable {
  static final String BUNDLE = "A".repeat(22);

  final VendorKey vendor = VendorKey.generate();
  final VendorKey serverKey = VendorKey.generate();
  final DeviceKey device = DeviceKey.generate();
  final BlockingQueue<LicenseEvent> events = new LinkedBlockingQueue<>();
  final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  final Instant later = now.plus(365, ChronoUnit.DAYS);
  final Manifest manifest;
  final String database;
  String entitlement;
  LicenseServer server;

  private final Path folder;

  House(Path folder) {
    this(folder, "sqlite:" + folder.resolve("licenses.db"));
  }

  House(Path folder, String database) {
    this.folder = folder;
    this.database = database;
    ActivationKey activation = ActivationKey.generate(new SecureRandom());
    manifest =
        new Manifest(
            BUNDLE,
            "acme/minilm",
            3,
            Optional.empty(),
            "none",
            "0.1.0",
            now,
            List.of(),
            List.of(),
            vendor.publicKey().wrap(activation, BUNDLE),
            List.of());
  }

  /** Starts, or starts again on the same port, with what is in the database. */
  House start() {
    return start(0);
  }

  House start(int port) {
    server = serve(database, serverKey, port);
    return this;
  }

  static LicenseServer serve(String database, VendorKey key, int port) {
    return LicenseServer.start(
        new ServerOptions(database, ServerOptions.LOOPBACK, port, Optional.empty(), 0),
        LicenseServices.open(database, key, Clock.systemUTC(), new SecureRandom()),
        key.signer().thumbprint(),
        Clock.systemUTC(),
        new SecureRandom(),
        services -> List.of());
  }

  int port() {
    return URI.create(server.address()).getPort();
  }

  House sell(Terms terms) {
    server.services().bundles().register(Actor.SYSTEM, delegation(serverKey.publicKey()));
    String customer = server.services().customers().create(Actor.SYSTEM, "North", "").id();
    entitlement =
        server
            .services()
            .entitlements()
            .create(Actor.SYSTEM, customer, List.of(BUNDLE), terms)
            .id();
    return this;
  }

  House floating(int seats, long heartbeat, long grace) {
    return sell(Terms.floating(seats, now.minusSeconds(60), later).lease(heartbeat, grace).build());
  }

  String delegation(VendorPublicKey to) {
    return LicenseIssuer.delegate(
        vendor, manifest, vendor.signer(), to, true, LicenseTerms.expiring(later).build(), now);
  }

  ClientOptions options() {
    return options(server.address(), "cache");
  }

  ClientOptions options(String address, String cache) {
    return ClientOptions.of(URI.create(address), folder.resolve(cache), entitlement)
        .timeout(Duration.ofSeconds(5))
        .listener(events::add);
  }

  HeldLicense open() {
    return open(options());
  }

  HeldLicense open(ClientOptions options) {
    return open(options, device);
  }

  HeldLicense open(ClientOptions options, DeviceKey key) {
    return LicenseClient.open(
        options, key, BUNDLE, vendor.signer(), null, Clock.systemUTC(), Ticker.SYSTEM);
  }

  int inUse() {
    return server
        .services()
        .leasing()
        .list(Actor.SYSTEM, Optional.empty(), PageRequest.FIRST)
        .items()
        .size();
  }

  /** The next event of that kind; others before it are passed over. */
  LicenseEvent await(LicenseEvent.Kind kind) throws InterruptedException {
    while (true) {
      LicenseEvent event = events.poll(30, TimeUnit.SECONDS);
      if (event == null) {
        throw new AssertionError("no " + kind + " within 30 s");
      }
      if (event.kind() == kind) {
        return event;
      }
    }
  }

  static long leaseThreads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("brigandine-lease"))
        .count();
  }

  @Override
  public void close() {
    server.close();
  }
}
