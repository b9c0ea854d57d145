package dev.brigandine.licenseserver.page;

import io.javalin.config.RoutesConfig;
import io.javalin.http.HandlerType;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The style sheet and the icon. There is no script. */
final class Assets {
  /** Nothing from elsewhere, no script, in nobody's frame. */
  static final String POLICY =
      "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none';"
          + " frame-ancestors 'none'";

  private final byte[] css = read("style.css");
  private final byte[] icon = read("icon.svg");
  private final String style = "/page/style.css?" + hash(css);

  /** Where the style sheet is; another path when it is another one. */
  String style() {
    return style;
  }

  void addTo(RoutesConfig routes) {
    add(routes, "/page/style.css", "text/css; charset=utf-8", css);
    add(routes, "/page/icon.svg", "image/svg+xml", icon);
  }

  private static void add(RoutesConfig routes, String path, String type, byte[] bytes) {
    routes.addHttpHandler(
        HandlerType.GET,
        path,
        context -> {
          context.header("Cache-Control", "public, max-age=31536000, immutable");
          context.contentType(type);
          context.result(bytes);
        });
  }

  private static byte[] read(String name) {
    try (InputStream in = Assets.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 8);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
