package dev.brigandine.audit.report;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.Map;

/** Templates, compiled with the module; each value is escaped for where it stands. */
final class Templates {
  private static final TemplateEngine ENGINE =
      TemplateEngine.createPrecompiled(
          null,
          ContentType.Html,
          Templates.class.getClassLoader(),
          Templates.class.getPackageName());

  /** What is the same on every page: its style sheet, and the policy that lets nothing else in. */
  record Sheet(String css, String policy) {}

  private Templates() {}

  static String render(String template, Object page) {
    StringOutput output = new StringOutput(64 * 1024);
    ENGINE.render(template + ".jte", Map.of("page", page, "sheet", sheet()), output);
    return legal(output.toString());
  }

  private static Sheet sheet() {
    try (InputStream in = Templates.class.getResourceAsStream("report.css")) {
      String css = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(css.getBytes(StandardCharsets.UTF_8));
      return new Sheet(
          css,
          "default-src 'none'; style-src 'sha256-"
              + Base64.getEncoder().encodeToString(digest)
              + "'; base-uri 'none'; form-action 'none'");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Control characters and halves of characters may stand in no page. */
  private static String legal(String html) {
    StringBuilder legal = new StringBuilder(html.length());
    html.codePoints()
        .forEach(
            c ->
                legal.appendCodePoint(
                    c == '\n'
                            || !Character.isISOControl(c)
                                && Character.getType(c) != Character.SURROGATE
                        ? c
                        : '\uFFFD'));
    return legal.toString();
  }
}
