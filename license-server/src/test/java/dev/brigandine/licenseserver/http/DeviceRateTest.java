package dev.brigandine.licenseserver.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.LicenseServer;
import dev.brigandine.licenseserver.ServerOptions;
import dev.brigandine.licenseserver.service.StubServices;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whoever names another's device, by a key of his own, uses up his own requests. */
class DeviceRateTest {
  @TempDir Path folder;

  @Test
  void nobodyUsesUpWhatIsAnothers() throws Exception {
    String database = "sqlite:" + folder.resolve("licenses.db");
    ServerOptions options =
        new ServerOptions(database, ServerOptions.LOOPBACK, 0, Optional.empty(), 1);
    try (LicenseServer server =
        LicenseServer.start(
            options,
            StubServices.open(database, Clock.systemUTC()),
            StubServices.ISSUER,
            Clock.systemUTC(),
            new SecureRandom(),
            it -> List.of())) {
      String address = server.address();
      int port = Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
      ApiClient device = new ApiClient(port);
      ApiClient thief = new ApiClient(port);
      Map<String, Object> claim =
          Map.of("licence", "L".repeat(22), "instance", "I".repeat(22), "seq", 1);
      String nonce = device.nonce();
      for (int i = 0; i < 6; i++) {
        String proof = thief.proof("claim", nonce, StubServices.ISSUER, claim);
        thief.send("POST", "/v1/leases", null, Api.JOSE, proof);
      }
      String proof = device.proof("claim", nonce, StubServices.ISSUER, claim);
      assertThat(device.send("POST", "/v1/leases", null, Api.JOSE, proof).statusCode())
          .isNotEqualTo(429);
    }
  }
}
