package dev.brigandine.license.client;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.net.ssl.SSLContext;

/**
 * Which licence server to ask for what, and how. Immutable.
 *
 * <p>Over plain HTTP nobody learns a key and nobody can forge a licence or lease, all of which are
 * signed; but whoever is on the way sees who asks for what and can refuse service in the server's
 * name. So it is refused but for loopback, unless {@link #insecurePlainHttp()} was called.
 */
public final class ClientOptions {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final URI server;
  private final Path cache;
  private final String entitlement;
  private final LicenseListener listener;
  private final Duration timeout;
  private final SSLContext tls;
  private final boolean plainHttp;
  private final String deviceName;
  private final Map<String, List<String>> traits;
  private final boolean keepSeat;

  private ClientOptions(
      URI server,
      Path cache,
      String entitlement,
      LicenseListener listener,
      Duration timeout,
      SSLContext tls,
      boolean plainHttp,
      String deviceName,
      Map<String, List<String>> traits,
      boolean keepSeat) {
    this.server = server;
    this.cache = cache;
    this.entitlement = entitlement;
    this.listener = listener;
    this.timeout = timeout;
    this.tls = tls;
    this.plainHttp = plainHttp;
    this.deviceName = deviceName;
    this.traits = traits;
    this.keepSeat = keepSeat;
  }

  /**
   * Options for one server.
   *
   * @param server {@code https://host[:port][/path]}, without user, query or fragment
   * @param cache a folder of the user's own; what is kept there holds no key and is worth nothing
   *     without the device's
   * @param entitlement the vendor's record of what was bought, 22 characters
   * @throws BrigandineException ({@link ErrorCode#USAGE})
   */
  public static ClientOptions of(URI server, Path cache, String entitlement) {
    return make(server, Objects.requireNonNull(cache), entitlement);
  }

  /** The same without a folder, which will do for {@link LicenseClient#activate}. */
  public static ClientOptions of(URI server, String entitlement) {
    return make(server, null, entitlement);
  }

  private static ClientOptions make(URI server, Path cache, String entitlement) {
    String scheme = server.getScheme() == null ? "" : server.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")
        || server.getHost() == null
        || server.getRawUserInfo() != null
        || server.getRawQuery() != null
        || server.getRawFragment() != null) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "a licence server's address is https://host[:port][/path], without user or query",
          "give the address that the vendor named");
    }
    if (!entitlement.matches("[A-Za-z0-9_-]{22}")) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "an entitlement is named by 22 letters, digits, '-' or '_'",
          "give the entitlement that the vendor named");
    }
    return new ClientOptions(
        server, cache, entitlement, null, TIMEOUT, null, false, "device", Map.of(), false);
  }

  /** Tells {@code listener} what happens. */
  public ClientOptions listener(LicenseListener listener) {
    return new ClientOptions(
        server,
        cache,
        entitlement,
        listener,
        timeout,
        tls,
        plainHttp,
        deviceName,
        traits,
        keepSeat);
  }

  /**
   * How long to wait for a connection, and for each part of an answer; 10 seconds by default.
   *
   * @param limit 100 milliseconds to 5 minutes
   * @throws BrigandineException ({@link ErrorCode#USAGE}) for any other
   */
  public ClientOptions timeout(Duration limit) {
    if (limit.compareTo(Duration.ofMillis(100)) < 0 || limit.compareTo(Duration.ofMinutes(5)) > 0) {
      throw new BrigandineException(
          ErrorCode.USAGE, "the timeout must be from 100 ms to 5 minutes, not " + limit);
    }
    return new ClientOptions(
        server, cache, entitlement, listener, limit, tls, plainHttp, deviceName, traits, keepSeat);
  }

  /** Trusts, and shows, other certificates than the JVM's own. */
  public ClientOptions tls(SSLContext context) {
    return new ClientOptions(
        server,
        cache,
        entitlement,
        listener,
        timeout,
        context,
        plainHttp,
        deviceName,
        traits,
        keepSeat);
  }

  /** What the vendor sees beside the device's thumbprint, 1 to 256 characters. */
  public ClientOptions deviceName(String name) {
    return new ClientOptions(
        server, cache, entitlement, listener, timeout, tls, plainHttp, name, traits, keepSeat);
  }

  /**
   * Traits of this machine, hashed, for a licence that is bound to it; stated when the device is
   * activated. By default they are looked up, unless the keys are on a token.
   */
  public ClientOptions traits(Map<String, List<String>> hashed) {
    return new ClientOptions(
        server,
        cache,
        entitlement,
        listener,
        timeout,
        tls,
        plainHttp,
        deviceName,
        Map.copyOf(hashed),
        keepSeat);
  }

  /** Allows {@code http:} to other machines than this one. */
  public ClientOptions insecurePlainHttp() {
    return new ClientOptions(
        server, cache, entitlement, listener, timeout, tls, true, deviceName, traits, keepSeat);
  }

  /**
   * Leaves the seat with this client when it closes: it opens again in the same seat, and others
   * get it only when the lease is over. For programs that are started again and again. Runs that
   * were granted with the lease and not used are then lost, as in a crash.
   */
  public ClientOptions keepSeat() {
    return new ClientOptions(
        server, cache, entitlement, listener, timeout, tls, plainHttp, deviceName, traits, true);
  }

  /** The server's address. */
  public URI server() {
    return server;
  }

  /** The folder, or null. */
  public Path cache() {
    return cache;
  }

  /** The entitlement. */
  public String entitlement() {
    return entitlement;
  }

  boolean keepsSeat() {
    return keepSeat;
  }

  LicenseListener listener() {
    return listener;
  }

  Duration timeout() {
    return timeout;
  }

  SSLContext tls() {
    return tls;
  }

  String deviceName() {
    return deviceName;
  }

  Map<String, List<String>> traits() {
    return traits;
  }

  /** Refuses plain HTTP where it was not allowed. Needs no look-up of a name. */
  void checkScheme() {
    boolean plain = server.getScheme().equalsIgnoreCase("http");
    if (plain && !plainHttp && !isLoopback(server.getHost())) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "the licence server's address is plain http to another machine",
          "use https, or allow it with insecurePlainHttp() (--insecure-plain-http)");
    }
  }

  private static boolean isLoopback(String host) {
    return host.equalsIgnoreCase("localhost")
        || host.equals("[::1]")
        || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");
  }
}
