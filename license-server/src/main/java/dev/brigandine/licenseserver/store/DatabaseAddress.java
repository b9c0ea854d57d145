package dev.brigandine.licenseserver.store;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where the database is: {@code sqlite:PATH} or {@code postgresql://user:password@host:port/db}.
 */
public sealed interface DatabaseAddress {
  /** A file on this machine, for one server process. */
  record Sqlite(Path file) implements DatabaseAddress {}

  /** A server; {@code password} may be null. */
  record Postgres(
      String host,
      int port,
      String database,
      String user,
      String password,
      Map<String, String> options)
      implements DatabaseAddress {
    @Override
    public String toString() {
      return "postgresql://" + host + ":" + port + "/" + database;
    }
  }

  /** What may follow the question mark; the rest could take the guarantees away. */
  List<String> OPTIONS =
      List.of("sslmode", "sslrootcert", "sslcert", "sslkey", "currentSchema", "applicationName");

  /**
   * Reads one of the two forms.
   *
   * @throws BrigandineException {@link ErrorCode#USAGE}; the message never repeats the text, which
   *     may hold a password
   */
  static DatabaseAddress parse(String text) {
    if (text.startsWith("sqlite:")) {
      return sqlite(text.substring("sqlite:".length()));
    }
    if (text.startsWith("postgresql://") || text.startsWith("postgres://")) {
      return postgres(text);
    }
    throw refuse("the database must begin with sqlite: or postgresql://");
  }

  private static DatabaseAddress sqlite(String path) {
    // The driver takes what follows a question mark for settings, and some names for no file.
    if (path.isEmpty()
        || path.indexOf('?') >= 0
        || path.startsWith(":")
        || path.startsWith("file:")
        || path.startsWith("//")) {
      throw refuse("what follows sqlite: must be the path of a file, without a question mark");
    }
    try {
      return new Sqlite(Path.of(path).toAbsolutePath().normalize());
    } catch (InvalidPathException e) {
      throw refuse("what follows sqlite: is no path");
    }
  }

  private static DatabaseAddress postgres(String text) {
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      // Not as a cause: its message repeats the text.
      throw refuse(
          "the postgresql address is malformed; percent-encode what is no letter or digit");
    }
    String path = uri.getRawPath();
    if (uri.getHost() == null || uri.getRawUserInfo() == null || uri.getRawFragment() != null) {
      throw refuse("the postgresql address must name a user and a host");
    }
    if (path == null || path.length() < 2 || path.indexOf('/', 1) >= 0) {
      throw refuse("the postgresql address must end with /DATABASE");
    }
    String[] who = uri.getRawUserInfo().split(":", 2);
    Map<String, String> options = new LinkedHashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        String[] option = pair.split("=", 2);
        if (option.length != 2 || !OPTIONS.contains(option[0])) {
          throw refuse("of a postgresql address only these may be set: " + OPTIONS);
        }
        options.put(option[0], decode(option[1]));
      }
    }
    return new Postgres(
        uri.getHost(),
        uri.getPort() < 0 ? 5432 : uri.getPort(),
        decode(path.substring(1)),
        decode(who[0]),
        who.length < 2 ? null : decode(who[1]),
        Map.copyOf(options));
  }

  private static String decode(String text) {
    // A plus is a plus here, not a space as in forms.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private static BrigandineException refuse(String message) {
    return new BrigandineException(
        ErrorCode.USAGE,
        message,
        "give sqlite:/var/lib/brigandine/licenses.db or postgresql://user:password@host:5432/name");
  }
}
