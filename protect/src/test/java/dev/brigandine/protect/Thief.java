package dev.brigandine.protect;

import ai.onnxruntime.OnnxTensor;
import com.nimbusds.jose.util.JSONObjectUtils;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.SigningKey;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.Lease;
import dev.brigandine.license.License;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Revocations;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.clock.HardwareCounter;
import dev.brigandine.license.jose.SignedJwtWriter;
import dev.brigandine.onnx.testing.TestModel;
import dev.brigandine.runtime.Brigandine;
import dev.brigandine.runtime.Lent;
import dev.brigandine.runtime.OpenOptions;
import dev.brigandine.runtime.ProtectedModel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;

/** A world with a bundle, and what a thief does in it. */
final class Thief {
  static final String ENTITLEMENT = "E".repeat(21) + "A";

  final World world;
  final Path model;
  final Path bundle;
  final VendorKey server = VendorKey.generate();
  private int files;

  Thief(Path folder) throws Exception {
    world = new World(Files.createDirectories(folder));
    model = TestModel.MLP.write(folder);
    bundle = protect(1);
  }

  /** That version of the model, another bundle each. */
  Path protect(long version) {
    Path target = world.folder.resolve("v" + version + ".brig");
    ProtectOptions options =
        ProtectOptions.of("acme/model", version).withArmor(ProtectOptions.Armor.NONE);
    Protector.protect(model, target, world.vendor, options, done -> {}, World.NEVER);
    return target;
  }

  static LicenseTerms terms() {
    return terms(Conditions.NONE);
  }

  static LicenseTerms terms(Conditions conditions) {
    return LicenseTerms.expiring(World.END).conditions(conditions).build();
  }

  Path license() throws Exception {
    return world.license(bundle);
  }

  Path license(Conditions conditions) throws Exception {
    return world.license(bundle, terms(conditions));
  }

  Path file(String text) throws Exception {
    return Files.writeString(world.folder.resolve("file" + files++), text);
  }

  void open(Path licence) throws Exception {
    open(licence, World.NOW);
  }

  void open(Path licence, Instant now) throws Exception {
    open(licence, at(now));
  }

  OpenOptions at(Instant now) {
    return world.options().clock(Clock.fixed(now, ZoneOffset.UTC));
  }

  void open(Path licence, OpenOptions options) throws Exception {
    open(licence, world.device, options);
  }

  void open(Path licence, DeviceKey key, OpenOptions options) throws Exception {
    try (ProtectedModel open = Brigandine.open(bundle, licence, key, options)) {
      run(open);
    }
  }

  void open(Path licence, String lease) throws Exception {
    try (ProtectedModel open =
        Brigandine.open(bundle, Lent.of(licence, lease), world.device, world.options())) {
      run(open);
    }
  }

  void run(ProtectedModel open) throws Exception {
    Map<String, OnnxTensor> feeds = Tensors.samples(model, 1);
    open.run(feeds).close();
  }

  static Instant later(long days) {
    return World.NOW.plus(Duration.ofDays(days));
  }

  /** Of the files that remember, those whose name ends so. */
  Stream<Path> memory(String end) throws Exception {
    return Files.list(world.folder.resolve("state/memory"))
        .filter(file -> file.toString().endsWith(end));
  }

  Path list(VendorKey signer, long number, String... ids) throws Exception {
    Revocations list =
        new Revocations(signer.signer(), number, World.NOW, World.NOW.plusSeconds(60), Set.of(ids));
    return file(list.sign(signer.signing()));
  }

  OpenOptions with(Path list) {
    return world.options().revocations(list);
  }

  /** The vendor's delegation to {@link #server}. */
  License delegation(VendorKey vendor, Path of) {
    try (Bundle open = Bundle.open(of)) {
      return License.parse(
          LicenseIssuer.delegate(
              vendor,
              open.manifest(),
              open.signer(),
              server.publicKey(),
              true,
              terms(),
              World.NOW));
    }
  }

  /** What the server issues by its right. */
  String served(License delegation) {
    return LicenseIssuer.issue(server, delegation, world.device.publicKey(), terms(), World.NOW);
  }

  /** Another text in a token's claims, signed again. */
  static String forged(String jwt, String from, String to, SigningKey key, String parent)
      throws Exception {
    String claims =
        new String(Base64.getUrlDecoder().decode(jwt.split("\\.")[1]), StandardCharsets.UTF_8);
    if (!claims.contains(from)) {
      throw new AssertionError("no " + from + " in " + claims);
    }
    Map<String, Object> altered = JSONObjectUtils.parse(claims.replace(from, to));
    return SignedJwtWriter.sign(key, "brig-licence+jwt", new HashMap<>(altered), parent);
  }

  /** A lease for that licence on that device. */
  String lease(VendorKey signer, License license, String device) {
    Lease lease =
        new Lease(
            signer.signer(),
            "L".repeat(21) + "A",
            ENTITLEMENT,
            license.id(),
            device,
            "I".repeat(21) + "A",
            1,
            1,
            World.NOW,
            World.NOW.plusSeconds(600),
            "P".repeat(21) + "A",
            OptionalLong.empty());
    return lease.sign(signer.signing());
  }

  /** Hardware that only counts up. */
  static final class Counter implements HardwareCounter {
    private long value;

    @Override
    public long read() {
      return value;
    }

    @Override
    public long increment() {
      return ++value;
    }
  }
}
