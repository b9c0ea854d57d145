package dev.brigandine.audit.endpoint;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/**
 * Where a model is served, and what lets one ask it.
 *
 * @param model {@code http://127.0.0.1:8490/v2/models/NAME}, or {@code …/versions/VERSION} below
 * @param key sent as a bearer token, if there is one; in no message and not in {@link #toString}
 */
public record Endpoint(URI model, Optional<String> key) {
  private static final String PATH = "/v2/models/[^/]+(/versions/[^/]+)?/?";

  /**
   * Checks both.
   *
   * @throws BrigandineException ({@link ErrorCode#USAGE}) if it is no such address, or a key would
   *     go unencrypted to another machine
   */
  public Endpoint {
    Objects.requireNonNull(key, "key");
    String scheme = model.getScheme() == null ? "" : model.getScheme().toLowerCase(Locale.ROOT);
    String path = model.getRawPath() == null ? "" : model.getRawPath();
    boolean fits =
        (scheme.equals("http") || scheme.equals("https"))
            && model.getHost() != null
            && model.getRawUserInfo() == null
            && model.getRawQuery() == null
            && model.getRawFragment() == null
            && path.matches("(/[^/]+)*" + PATH);
    if (!fits) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "an endpoint is the address of a model, not " + shown(model),
          "write http://127.0.0.1:8490/v2/models/NAME");
    }
    if (key.isPresent() && scheme.equals("http") && !isLoopback(model.getHost())) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the key would go unencrypted to " + model.getHost(),
          "use https, or a tunnel that ends on this machine");
    }
  }

  /** Without what stands before an {@code @}, which may be a password. */
  private static String shown(URI model) {
    return model.toString().replaceAll("//[^/]*@", "//…@");
  }

  /** Of names, {@code localhost} alone, so that nobody has to be asked. */
  private static boolean isLoopback(String host) {
    if (host.equalsIgnoreCase("localhost")) {
      return true;
    }
    String address = host.replaceAll("^\\[|\\]$", "");
    if (!address.matches("[0-9.]+|[0-9a-fA-F:.]*:[0-9a-fA-F:.]*")) {
      return false;
    }
    try {
      return InetAddress.getByName(address).isLoopbackAddress();
    } catch (UnknownHostException e) {
      return false;
    }
  }

  URI infer() {
    return URI.create(model.toString().replaceAll("/+$", "") + "/infer");
  }

  @Override
  public String toString() {
    return model.toString();
  }
}
