package dev.brigandine.vault.http;

import dev.brigandine.vault.model.Answer;
import dev.brigandine.vault.model.Cancellation;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.Request;
import dev.brigandine.vault.model.ServedModel;
import dev.brigandine.vault.model.Tensor;
import io.javalin.http.Context;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** {@code POST /v2/models/{model}[/versions/{version}]/infer}. */
final class InferRoute {
  /** Bytes of the JSON text before binary data, in requests and answers. */
  static final String JSON_LENGTH = "Inference-Header-Content-Length";

  private static final int PIECE = 64 * 1024;
  private static final int SLOWEST_BYTES_A_SECOND = 256 * 1024;
  private static final Runnable NO_CUT = () -> {};

  private final Models models;
  private final Memory memory;
  private final Runs runs;
  private final Duration patience;

  /**
   * @param patience how long a caller may take his answer, and a second more for each 256 KiB of
   *     its tensors
   */
  InferRoute(Models models, Memory memory, Runs runs, Duration patience) {
    this.models = models;
    this.memory = memory;
    this.runs = runs;
    this.patience = patience;
  }

  void addTo(Routes routes) {
    routes.post("/v2/models/{model}/infer", this::infer);
    routes.post("/v2/models/{model}/versions/{version}/infer", this::infer);
  }

  private void infer(Context context) throws IOException {
    ServedModel model = ModelRoutes.find(models, context);
    Body body = Body.of(context.req().getAttribute(Body.ATTRIBUTE));
    int jsonLength = jsonLength(context.header(JSON_LENGTH), body.length());
    Cancellation run = body.gone();
    runs.begin(run);
    try (Memory.Arena arena = memory.arena()) {
      InferRequest request =
          InferReader.read(
              body.bytes(), body.length(), jsonLength, model.inputs(), model.outputs(), arena);
      AnswerWriter.check(request, model.outputs());
      try (Answer answer = run(model, request, run, arena)) {
        Runnable inTime = cut(body, answer);
        try {
          write(context, model.name(), request, answer);
        } finally {
          inTime.run();
        }
      }
    } finally {
      runs.end(run);
    }
  }

  private Runnable cut(Body body, Answer answer) {
    long bytes = 0;
    for (Tensor output : answer.outputs()) {
      bytes += output.data().remaining();
    }
    return bytes < PIECE
        ? NO_CUT
        : body.cutAfter(patience.plusSeconds(bytes / SLOWEST_BYTES_A_SECOND));
  }

  private static Answer run(
      ServedModel model, InferRequest request, Cancellation run, Memory.Arena arena) {
    boolean ended = false;
    try {
      Answer answer = model.run(new Request(request.inputs(), request.outputNames(), run));
      ended = true;
      return answer;
    } finally {
      if (!ended) {
        arena.drop();
      }
    }
  }

  private static int jsonLength(String header, int length) {
    if (header == null) {
      return length;
    }
    if (!header.matches("[0-9]{1,10}") || Long.parseLong(header) > length) {
      throw Bad.input(
          "the header "
              + JSON_LENGTH
              + " is "
              + Bad.shown(header)
              + ", the body has "
              + length
              + " bytes");
    }
    return Integer.parseInt(header);
  }

  private static void write(Context context, String name, InferRequest request, Answer answer)
      throws IOException {
    HttpServletResponse response = context.res();
    context.contentType(Replies.JSON);
    // Where JSON is all there is, a long answer goes out while it is written.
    boolean spills = answer.outputs().stream().noneMatch(output -> request.isBinary(output.name()));
    List<ByteBuffer> apart = new ArrayList<>();
    JsonAnswer text =
        JsonAnswer.of(
            spills ? response : null,
            json -> apart.addAll(AnswerWriter.write(json, name, request, answer)));
    if (!apart.isEmpty()) {
      long all = text.size();
      for (ByteBuffer data : apart) {
        all += data.remaining();
      }
      // It is no text: Javalin's default would say in which encoding.
      response.setCharacterEncoding((String) null);
      response.setContentType("application/octet-stream");
      response.setHeader(JSON_LENGTH, Integer.toString(text.size()));
      response.setContentLengthLong(all);
    } else if (!response.isCommitted()) {
      response.setContentLength(text.size());
    }
    OutputStream to = response.getOutputStream();
    text.writeTo(to);
    for (ByteBuffer data : apart) {
      copy(data, to);
    }
  }

  private static void copy(ByteBuffer data, OutputStream to) throws IOException {
    byte[] piece = new byte[Math.min(PIECE, data.remaining())];
    while (data.hasRemaining()) {
      int length = Math.min(piece.length, data.remaining());
      data.get(piece, 0, length);
      to.write(piece, 0, length);
    }
  }
}
