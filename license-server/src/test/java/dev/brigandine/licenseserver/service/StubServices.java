package dev.brigandine.licenseserver.service;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonSyntaxException;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.domain.RegisteredBundle;
import dev.brigandine.licenseserver.store.Database;
import dev.brigandine.licenseserver.store.DatabaseAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Real services over a real database, whose tokens are not signed: for tests of the HTTP around.
 */
public final class StubServices {
  public static final String ISSUER = "Q".repeat(43);
  public static final String BUNDLE = "A".repeat(22);

  private StubServices() {}

  public static LicenseServices open(String address, Clock clock) {
    return over(Database.open(DatabaseAddress.parse(address), clock));
  }

  /** Over a database that the test keeps a hand on. */
  public static LicenseServices over(Database database) {
    return new LicenseServices(database, new Unsigned(), new SecureRandom());
  }

  /** A device's keys as the stub reads them. */
  public static JsonObject keys(String id, String signer) {
    JsonObject json = new JsonObject();
    json.addProperty("id", id);
    json.addProperty("signer", signer);
    return json;
  }

  private static final class Unsigned implements Tokens {
    private final AtomicLong count = new AtomicLong();

    private String id() {
      String digits = Long.toString(count.incrementAndGet());
      return "0".repeat(22 - digits.length()) + digits;
    }

    @Override
    public String issuer() {
      return ISSUER;
    }

    @Override
    public Delegation delegation(String jwt, Instant now) {
      if (!jwt.startsWith("delegation ")) {
        throw new BrigandineException(ErrorCode.TAMPERED, "the delegation is no JWT");
      }
      return new Delegation(
          id(),
          "V".repeat(43),
          List.of(BUNDLE),
          "acme/minilm",
          OptionalLong.of(3),
          Optional.empty(),
          Instant.parse(jwt.substring(11)),
          OptionalInt.empty(),
          Optional.empty(),
          Optional.empty());
    }

    @Override
    public DeviceKeys device(String keys) {
      try {
        JsonObject json = JsonParser.parseString(keys).getAsJsonObject();
        String id = json.get("id").getAsString();
        if (id.length() != 43) {
          throw new BrigandineException(ErrorCode.TAMPERED, "the device's keys are no JWK set");
        }
        return new DeviceKeys(id, Optional.of(json.get("signer").getAsString()));
      } catch (JsonSyntaxException | IllegalStateException | NullPointerException e) {
        throw new BrigandineException(ErrorCode.TAMPERED, "the device's keys are no JWK set");
      }
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
      return new Issued(id, "licence " + id);
    }

    @Override
    public Issued relay(
        RegisteredBundle bundle,
        Entitlement entitlement,
        String relayKeys,
        int seats,
        Instant until,
        Instant now) {
      return new Issued(id(), "relay");
    }

    @Override
    public String lease(GrantedLease lease, String proof) {
      return "lease " + lease.id() + " " + lease.fence() + " " + proof;
    }

    @Override
    public String revocations(long number, List<String> ids, Instant now, Instant nextUpdate) {
      return number + " " + ids;
    }
  }
}
