package dev.brigandine.bench;

import dev.brigandine.runtime.LicenseSource;
import dev.brigandine.runtime.ServerSource;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * A licence from a licence server.
 *
 * @param server its address
 * @param entitlement what to ask for
 * @param cache a folder
 * @param plainHttp whether plain http to other machines is allowed
 */
public record ServedLicense(URI server, String entitlement, Path cache, boolean plainHttp) {
  static ServedLicense of(List<String> arguments) {
    return new ServedLicense(
        URI.create(arguments.get(0)),
        arguments.get(1),
        Path.of(arguments.get(2)),
        Boolean.parseBoolean(arguments.get(3)));
  }

  List<String> arguments() {
    return List.of(
        server.toString(),
        entitlement,
        cache.toAbsolutePath().toString(),
        Boolean.toString(plainHttp));
  }

  /**
   * For the SDK.
   *
   * @throws dev.brigandine.bundle.BrigandineException ({@code USAGE}) if it is malformed
   */
  public ServerSource source() {
    ServerSource source = LicenseSource.server(server, cache).entitlement(entitlement);
    return plainHttp ? source.insecurePlainHttp() : source;
  }
}
