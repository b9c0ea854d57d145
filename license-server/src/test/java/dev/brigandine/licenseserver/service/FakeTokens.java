package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/** Tokens without signatures, for tests of what is around them. */
public final class FakeTokens implements Tokens {
  public static final String BUNDLE = "A".repeat(22);
  private final AtomicLong count = new AtomicLong();
  private final String prefix;

  /** {@code prefix} of the ids, 3 characters; each process its own. */
  public FakeTokens(String prefix) {
    this.prefix = prefix;
  }

  @Override
  public String issuer() {
    return "S".repeat(43);
  }

  /** A delegation for the bundle of all tests. */
  public static String delegation(Instant expires, int seats) {
    JsonObject json = new JsonObject();
    json.addProperty("expires", expires.toString());
    json.addProperty("seats", seats);
    return json.toString();
  }

  @Override
  public Delegation delegation(String jwt, Instant now) {
    JsonObject json = JsonParser.parseString(jwt).getAsJsonObject();
    Instant expires = Instant.parse(json.get("expires").getAsString());
    int seats = json.get("seats").getAsInt();
    if (!expires.isAfter(now)) {
      throw new BrigandineException(ErrorCode.LICENSE_EXPIRED, "the delegation is over");
    }
    return new Delegation(
        id(),
        "V".repeat(43),
        List.of(BUNDLE),
        "acme/minilm",
        OptionalLong.of(3),
        Optional.empty(),
        expires,
        seats == 0 ? OptionalInt.empty() : OptionalInt.of(seats),
        seats == 0 ? Optional.empty() : Optional.of("E".repeat(22)),
        seats == 0
            ? Optional.empty()
            : Optional.of(Terms.floating(seats, now.minusSeconds(1), expires).build()));
  }

  private String id() {
    String digits = prefix + count.incrementAndGet();
    return "0".repeat(22 - digits.length()) + digits;
  }

  /** Keys of a device, for these tokens: its thumbprint twice. */
  public static String keys(String device) {
    return device + " " + signer(device);
  }

  /** Its signing key. */
  public static String signer(String device) {
    return "s" + device.substring(1);
  }

  /** The thumbprint of device {@code n}. */
  public static String device(int n) {
    String digits = Integer.toString(n);
    return "d".repeat(43 - digits.length()) + digits;
  }

  @Override
  public DeviceKeys device(String keys) {
    String[] parts = keys.split(" ");
    return new DeviceKeys(parts[0], parts.length < 2 ? Optional.empty() : Optional.of(parts[1]));
  }

  @Override
  public Issued licence(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String deviceKeys,
      Optional<Map<String, List<String>>> traits,
      Instant expires,
      Instant now) {
    String id = id();
    return new Issued(id, "licence " + id + " until " + expires);
  }

  @Override
  public Issued relay(
      RegisteredBundle bundle,
      Entitlement entitlement,
      String relayKeys,
      int seats,
      Instant until,
      Instant now) {
    return new Issued(id(), delegation(until, seats));
  }

  @Override
  public String lease(GrantedLease lease, String proof) {
    return "lease " + lease.id() + " " + proof;
  }

  @Override
  public String revocations(long number, List<String> ids, Instant now, Instant nextUpdate) {
    return number + " " + ids;
  }
}
