package dev.brigandine.runtime;

import dev.brigandine.bundle.SignerId;
import java.time.Duration;
import java.util.Objects;

/** How to connect to a vault. Immutable; start from {@link #defaults()}. */
public final class ConnectOptions {
  private static final ConnectOptions DEFAULTS =
      new ConnectOptions("", -1, null, Duration.ofSeconds(5));

  private final String model;
  private final long version;
  private final SignerId trusted;
  private final Duration timeout;

  private ConnectOptions(String model, long version, SignerId trusted, Duration timeout) {
    this.model = model;
    this.version = version;
    this.trusted = trusted;
    this.timeout = timeout;
  }

  /** The only model that the vault serves, by any signer, within five seconds. */
  public static ConnectOptions defaults() {
    return DEFAULTS;
  }

  /** The model of that name, as the vault's operator gave it. */
  public ConnectOptions model(String name) {
    return new ConnectOptions(Objects.requireNonNull(name), version, trusted, timeout);
  }

  /**
   * That version of the model. Without it, each run goes to the version that the vault serves then.
   */
  public ConnectOptions version(long number) {
    if (number < 1) {
      throw new IllegalArgumentException("a model version is at least 1, this is " + number);
    }
    return new ConnectOptions(model, number, trusted, timeout);
  }

  /**
   * Accepts only what the vault says is signed by that signer. The vault's word is taken for it: it
   * is the socket's folder that says who the vault is.
   */
  public ConnectOptions trust(SignerId signer) {
    return new ConnectOptions(model, version, Objects.requireNonNull(signer), timeout);
  }

  /** How long connecting may take; runs are not limited by it. */
  public ConnectOptions timeout(Duration limit) {
    if (limit.isNegative() || limit.isZero()) {
      throw new IllegalArgumentException("a timeout is longer than nothing");
    }
    return new ConnectOptions(model, version, trusted, limit);
  }

  String model() {
    return model;
  }

  /** -1 for the newest. */
  long version() {
    return version;
  }

  /** Null for any. */
  SignerId trusted() {
    return trusted;
  }

  Duration timeout() {
    return timeout;
  }
}
