package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import io.javalin.http.Context;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Forms as browsers send them, both ways; files too, in memory, which the body's bound allows. */
final class FormReader {
  static final String CSRF = "form";

  private static final int MOST = 32 * 1024;
  private static final int FIELDS = 500;

  private FormReader() {}

  static Form read(Context context) throws IOException {
    String type = context.contentType() == null ? "" : context.contentType();
    Map<String, List<String>> values = new LinkedHashMap<>();
    if (type.startsWith("application/x-www-form-urlencoded")) {
      context.formParamMap().forEach((name, all) -> values.put(name, new ArrayList<>(all)));
    } else if (type.startsWith("multipart/form-data")) {
      parts(context, values);
    } else {
      throw new RefusedException(Refusal.BAD_REQUEST, "that is no form", "use the page's own");
    }
    return new Form(values);
  }

  private static void parts(Context context, Map<String, List<String>> values) throws IOException {
    // All in memory: what is in a file that someone sends us has no business on our disk.
    context
        .req()
        .setAttribute(
            "org.eclipse.jetty.multipartConfig", new MultipartConfigElement("", MOST, MOST, MOST));
    try {
      int count = 0;
      for (Part part : context.req().getParts()) {
        if (++count > FIELDS) {
          throw new RefusedException(Refusal.BAD_REQUEST, "the form has too many fields", null);
        }
        try (InputStream in = part.getInputStream()) {
          values
              .computeIfAbsent(part.getName(), name -> new ArrayList<>())
              .add(text(in.readNBytes(MOST)));
        }
      }
    } catch (ServletException | IllegalStateException | IOException e) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "the form could not be read", "send it again", -1, e);
    }
  }

  /** A file that is no text becomes text that no parser takes. */
  private static String text(byte[] bytes) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      return "(no text)";
    }
  }
}
