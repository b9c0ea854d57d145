package dev.brigandine.licenseserver.load;

import com.google.gson.JsonParser;
import dev.brigandine.bundle.ActivationKey;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Proof;
import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.domain.Terms;
import dev.brigandine.licenseserver.service.ActivationRequest;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Claims a second and over-grants of real server processes: {@code Load sqlite|postgresql PROCESSES
 * SEATS SECONDS SECONDS-BETWEEN-KILLS(0: none)}. Clients sign each request and count the seats that
 * they know to hold; one more than there are is an over-grant.
 */
final class Load {
  private static final int CLIENTS = 64;
  private static final String BUNDLE = "A".repeat(22);

  private static final java.security.Provider PROVIDER =
      dev.brigandine.bundle.Crypto.best().providerOrNull();

  private final int seats;
  private final AtomicInteger held = new AtomicInteger();
  private final AtomicInteger overGrants = new AtomicInteger();
  private final AtomicLong claims = new AtomicLong();
  private final AtomicLong granted = new AtomicLong();
  private final AtomicLong failures = new AtomicLong();
  private final ConcurrentLinkedQueue<Long> nanos = new ConcurrentLinkedQueue<>();
  private volatile boolean stop;

  private Load(int seats) {
    this.seats = seats;
  }

  public static void main(String[] args) throws Exception {
    int processes = Integer.parseInt(args[1]);
    Load load = new Load(Integer.parseInt(args[2]));
    Path folder = Files.createTempDirectory("brigandine-load");
    String database =
        args[0].equals("sqlite") ? "sqlite:" + folder.resolve("load.db") : Servers.postgres();
    load.run(database, processes, Integer.parseInt(args[3]), Integer.parseInt(args[4]), folder);
    System.exit(load.overGrants.get() == 0 ? 0 : 1);
  }

  private void run(String database, int processes, int seconds, int between, Path folder)
      throws Exception {
    VendorKey key = VendorKey.generate();
    Path keyFile = folder.resolve("server.key");
    key.save(keyFile, null);
    List<DeviceKey> devices = new ArrayList<>();
    List<String> licences = prepare(database, key, devices);
    int base = 20_000 + new Random().nextInt(20_000);
    Process[] servers = new Process[processes];
    for (int i = 0; i < processes; i++) {
      servers[i] = start(database, keyFile, base + i);
    }
    List<Thread> threads = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      DeviceKey device = devices.get(i);
      String licence = licences.get(i);
      int port = base + i % processes;
      Thread thread = new Thread(() -> client(device, licence, key, port));
      thread.start();
      threads.add(thread);
    }
    Thread.sleep(8_000);
    claims.set(0);
    granted.set(0);
    nanos.clear();
    long begun = System.nanoTime();
    Random random = new Random(5);
    int kills = 0;
    long end = begun + seconds * 1_000_000_000L;
    while (System.nanoTime() < end) {
      Thread.sleep(between == 0 ? seconds * 1_000L : between * 1_000L);
      if (between > 0) {
        int victim = random.nextInt(processes);
        servers[victim].destroyForcibly().waitFor();
        servers[victim] = start(database, keyFile, base + victim);
        kills++;
      }
    }
    double time = (System.nanoTime() - begun) / 1e9;
    long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
    System.out.printf(
        "%s, %d processes, %d clients, %d seats: %.0f claims/s, %d granted, p50 %.1f ms, p99 %.1f"
            + " ms, %d kills, %d requests without answer, %d over-grants%n",
        database.split(":")[0],
        processes,
        CLIENTS,
        seats,
        claims.get() / time,
        granted.get(),
        sorted[sorted.length / 2] / 1e6,
        sorted[sorted.length * 99 / 100] / 1e6,
        kills,
        failures.get(),
        overGrants.get());
    stop = true;
    for (Process server : servers) {
      server.destroyForcibly();
    }
  }

  private List<String> prepare(String database, VendorKey key, List<DeviceKey> devices) {
    Instant now = Instant.now().minusSeconds(60);
    Instant later = now.plus(30, ChronoUnit.DAYS);
    VendorKey vendor = VendorKey.generate();
    SecureRandom random = new SecureRandom();
    Manifest manifest =
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
            vendor.publicKey().wrap(ActivationKey.generate(random), BUNDLE),
            List.of());
    List<String> licences = new ArrayList<>();
    try (LicenseServices services =
        LicenseServices.open(database, key, Clock.systemUTC(), random)) {
      services
          .bundles()
          .register(
              Actor.SYSTEM,
              LicenseIssuer.delegate(
                  vendor,
                  manifest,
                  vendor.signer(),
                  key.publicKey(),
                  true,
                  LicenseTerms.expiring(later).build(),
                  now));
      String customer = services.customers().create(Actor.SYSTEM, "load", "").id();
      String sold =
          services
              .entitlements()
              .create(
                  Actor.SYSTEM,
                  customer,
                  List.of(BUNDLE),
                  Terms.floating(seats, now, later.minusSeconds(1)).lease(60, 60).build())
              .id();
      for (int i = 0; i < CLIENTS; i++) {
        DeviceKey device = DeviceKey.generate();
        devices.add(device);
        String jwt =
            services
                .activations()
                .activate(
                    new ActivationRequest(
                        device.thumbprint(),
                        device.publicKey().signer().orElseThrow().thumbprint(),
                        sold,
                        BUNDLE,
                        device.publicKey().toJson(),
                        "client " + i,
                        Optional.empty()))
                .licence();
        licences.add(License.parse(jwt).id());
      }
    }
    return licences;
  }

  private static Process start(String database, Path key, int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx256m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            ServerProcess.class.getName(),
            database,
            key.toString(),
            Integer.toString(port))
        .inheritIO()
        .start();
  }

  private void client(DeviceKey device, String licence, VendorKey key, int port) {
    SecureRandom random = new SecureRandom();
    String instance = Proof.newId(random);
    SigningKey own = device.signing();
    SigningKey signing = new SigningKey(own.privateKey(), own.publicKey(), PROVIDER);
    String[] nonce = {"none"};
    long seq = 0;
    try (Wire wire = new Wire(port)) {
      while (!stop) {
        long begun = System.nanoTime();
        Map<String, Object> claim = new HashMap<>(Map.of("licence", licence, "instance", instance));
        claim.put("seq", ++seq);
        Wire.Answer answer =
            ask(wire, signing, device, key, "/v1/leases", "claim", nonce, claim, random);
        if (answer == null || answer.status() == 401 || answer.status() == 503) {
          continue;
        }
        claims.incrementAndGet();
        nanos.add(System.nanoTime() - begun);
        if (answer.status() != 201) {
          continue;
        }
        granted.incrementAndGet();
        if (held.incrementAndGet() > seats) {
          overGrants.incrementAndGet();
        }
        String token =
            JsonParser.parseString(answer.body()).getAsJsonObject().get("lease").getAsString();
        Lease lease = Lease.parse(token, PROVIDER);
        held.decrementAndGet();
        Wire.Answer released = null;
        while (!stop && (released == null || released.status() != 204)) {
          Map<String, Object> release =
              new HashMap<>(Map.of("instance", instance, "fence", lease.fence()));
          release.put("seq", ++seq);
          released =
              ask(
                  wire,
                  signing,
                  device,
                  key,
                  "/v1/leases/" + lease.id() + "/release",
                  "release",
                  nonce,
                  release,
                  random);
          if (released != null && released.status() == 409) {
            break;
          }
        }
      }
    } catch (IOException e) {
      failures.incrementAndGet();
    }
  }

  private Wire.Answer ask(
      Wire wire,
      SigningKey signing,
      DeviceKey device,
      VendorKey key,
      String path,
      String op,
      String[] nonce,
      Map<String, Object> brig,
      SecureRandom random) {
    try {
      String proof =
          Proof.sign(
              signing, op, nonce[0], Proof.newId(random), key.signer(), device.thumbprint(), brig);
      Wire.Answer answer = wire.post(path, proof);
      if (answer.nonce() != null) {
        nonce[0] = answer.nonce();
      }
      return answer;
    } catch (IOException e) {
      failures.incrementAndGet();
      try {
        Thread.sleep(50);
      } catch (InterruptedException interrupted) {
        stop = true;
      }
      return null;
    }
  }
}
