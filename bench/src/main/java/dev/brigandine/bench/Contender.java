package dev.brigandine.bench;

import ai.onnxruntime.OrtException;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.runtime.KeyTensorsMode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** One side of a comparison: which engine, and the files it opens. */
public final class Contender {
  private final Class<? extends Engine> engine;
  private final Supplier<Engine> maker;
  private final List<String> arguments;
  private final char[] secret;

  Contender(
      Class<? extends Engine> engine,
      Supplier<Engine> maker,
      List<String> arguments,
      char[] secret) {
    this.engine = Objects.requireNonNull(engine, "engine");
    this.maker = Objects.requireNonNull(maker, "maker");
    this.arguments = List.copyOf(arguments);
    this.secret = secret == null ? null : secret.clone();
  }

  /** ONNX Runtime itself, {@code createSession(path)}, with the model as it is. */
  public static Contender plain(Path model) {
    String path = model.toAbsolutePath().toString();
    return new Contender(PlainEngine.class, PlainEngine::new, List.of(path), null);
  }

  /**
   * The sealed model by way of the SDK.
   *
   * @param trusted the only signer to accept; any if empty
   * @param secret the device key's passphrase, or null; copied
   * @param clock for the comparisons within this process; cold processes take the system's
   */
  public static Contender sealed(
      Path bundle,
      Path licence,
      Path deviceKey,
      Optional<SignerId> trusted,
      char[] secret,
      Clock clock) {
    return sealed(bundle, licence, deviceKey, trusted, secret, clock, KeyTensorsMode.OWN);
  }

  /**
   * The sealed model with key tensors of another origin than its own, to see what it is worth
   * without them.
   */
  public static Contender sealed(
      Path bundle,
      Path licence,
      Path deviceKey,
      Optional<SignerId> trusted,
      char[] secret,
      Clock clock,
      KeyTensorsMode keys) {
    return sealed(
        bundle,
        licence.toAbsolutePath().toString(),
        List.of(),
        deviceKey,
        trusted,
        secret,
        clock,
        keys);
  }

  /** The sealed model by a licence server's licence. */
  public static Contender sealed(
      Path bundle,
      ServedLicense licence,
      Path deviceKey,
      Optional<SignerId> trusted,
      char[] secret,
      Clock clock,
      KeyTensorsMode keys) {
    return sealed(bundle, "", licence.arguments(), deviceKey, trusted, secret, clock, keys);
  }

  private static Contender sealed(
      Path bundle,
      String licence,
      List<String> served,
      Path deviceKey,
      Optional<SignerId> trusted,
      char[] secret,
      Clock clock,
      KeyTensorsMode keys) {
    List<String> arguments = new ArrayList<>();
    arguments.add(bundle.toAbsolutePath().toString());
    arguments.add(licence);
    arguments.add(deviceKey.toAbsolutePath().toString());
    arguments.add(trusted.map(SignerId::thumbprint).orElse(SealedEngine.ANY_SIGNER));
    arguments.add(keys.name());
    arguments.addAll(served);
    return new Contender(
        SealedEngine.class, () -> new SealedEngine(clock), List.copyOf(arguments), secret);
  }

  /** The class whose {@code main} is a cold start of this engine. */
  String mainClass() {
    return engine.getName();
  }

  /** The engine's own arguments. */
  List<String> arguments() {
    return arguments;
  }

  boolean hasSecret() {
    return secret != null;
  }

  /** The passphrase in UTF-8, for a child's standard input; empty if there is none. */
  byte[] secretBytes() {
    if (secret == null) {
      return new byte[0];
    }
    ByteBuffer encoded = StandardCharsets.UTF_8.encode(CharBuffer.wrap(secret));
    byte[] bytes = new byte[encoded.remaining()];
    encoded.get(bytes);
    Arrays.fill(encoded.array(), (byte) 0);
    return bytes;
  }

  /** Opens the engine in this process. */
  Engine open(int threads, String provider) throws OrtException {
    Engine made = maker.get();
    boolean done = false;
    try {
      made.open(
          new Engine.Setup(arguments, secret == null ? null : secret.clone(), threads, provider));
      done = true;
      return made;
    } finally {
      if (!done) {
        made.close();
      }
    }
  }

  /** The engine alone: no path, no secret. */
  @Override
  public String toString() {
    return "Contender[" + engine.getSimpleName() + "]";
  }
}
