package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import jakarta.servlet.http.HttpServletResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON on its way out, written by Jackson. It stays here while it is short, so that its length can
 * be told first; a long one goes out while it is written, if it may.
 */
final class JsonAnswer extends ByteArrayOutputStream {
  private static final int FIRST = 4 * 1024;
  private static final int MUCH = 256 * 1024;
  private static final int MOST = Integer.MAX_VALUE - 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();

  private final HttpServletResponse response;

  private JsonAnswer(HttpServletResponse response) {
    super(FIRST);
    this.response = response;
  }

  /** All of it, in memory. */
  static JsonAnswer of(Consumer<JsonGenerator> writer) {
    return of(null, writer);
  }

  /**
   * The end of it, or all.
   *
   * @param response takes what comes before; null to keep all here
   */
  static JsonAnswer of(HttpServletResponse response, Consumer<JsonGenerator> writer) {
    JsonAnswer answer = new JsonAnswer(response);
    JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), answer);
    writer.accept(json);
    // Not after a failure: it would close what is open, and half an answer would look whole.
    json.close();
    return answer;
  }

  @Override
  public void write(byte[] bytes, int from, int length) {
    if (length > MOST - count) {
      throw new BrigandineException(
          ErrorCode.TOO_LARGE,
          "the answer is larger than 2 GiB",
          "ask for its outputs as binary data, or for fewer of them");
    }
    super.write(bytes, from, length);
    if (count >= MUCH && response != null) {
      try {
        writeTo(response.getOutputStream());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      reset();
    }
  }
}
