package dev.brigandine.vault.http;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.vault.model.ElementType;
import dev.brigandine.vault.model.Models;
import dev.brigandine.vault.model.ServedModel;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.OptionalLong;

/** Health and metadata of the Open Inference Protocol V2. */
final class ModelRoutes {
  private final Models models;
  private final String version;

  /**
   * @param version of this program
   */
  ModelRoutes(Models models, String version) {
    this.models = models;
    this.version = version;
  }

  void addTo(Routes routes) {
    routes.get("/openapi.json", this::document);
    routes.get("/v2", this::server);
    routes.get("/v2/health/live", this::live);
    routes.get("/v2/health/ready", this::ready);
    routes.get("/v2/models", this::index);
    routes.get("/v2/models/{model}", this::model);
    routes.get("/v2/models/{model}/ready", this::modelReady);
    routes.get("/v2/models/{model}/versions/{version}", this::model);
    routes.get("/v2/models/{model}/versions/{version}/ready", this::modelReady);
  }

  /** The model that the path names. */
  static ServedModel find(Models models, Context context) {
    String name = context.pathParam("model");
    String version = context.pathParamMap().get("version");
    return models.find(name, version == null ? OptionalLong.empty() : number(name, version));
  }

  private static OptionalLong number(String name, String version) {
    if (version.matches("[0-9]{1,18}")) {
      return OptionalLong.of(Long.parseLong(version));
    }
    throw new BrigandineException(
        ErrorCode.MODEL_UNKNOWN,
        "there is no version " + Bad.shown(version) + " of model " + Bad.shown(name),
        "versions are numbers");
  }

  private void server(Context context) throws IOException {
    JsonOut out = JsonOut.open().raw("{\"name\":\"brigandine\",\"version\":").string(version);
    Replies.json(context, 200, out.raw(",\"extensions\":[\"binary_tensor_data\"]}"));
  }

  private void document(Context context) throws IOException {
    try (InputStream in = ModelRoutes.class.getResourceAsStream("openapi.json")) {
      context.contentType(Replies.JSON);
      context.result(in.readAllBytes());
    }
  }

  private void live(Context context) throws IOException {
    Replies.json(context, 200, JsonOut.open().raw("{\"live\":true}"));
  }

  private void ready(Context context) throws IOException {
    boolean ready = models.ready();
    // The specification's object has "live" here, its servers answer "ready".
    JsonOut out = JsonOut.open().raw("{\"live\":true,\"ready\":" + ready + "}");
    Replies.json(context, ready ? 200 : 503, out);
  }

  private void index(Context context) throws IOException {
    JsonOut out = JsonOut.open().raw("{\"models\":[");
    boolean first = true;
    for (ServedModel model : models.all()) {
      out.raw(first ? "" : ",").string(model.name());
      first = false;
    }
    Replies.json(context, 200, out.raw("]}"));
  }

  private void modelReady(Context context) throws IOException {
    ServedModel model = find(models, context);
    boolean ready = model.trouble().isEmpty();
    JsonOut out = JsonOut.open().raw("{\"name\":").string(model.name());
    Replies.json(context, ready ? 200 : 503, out.raw(",\"ready\":" + ready + "}"));
  }

  private void model(Context context) throws IOException {
    ServedModel model = find(models, context);
    JsonOut out = JsonOut.open().raw("{\"name\":").string(model.name()).raw(",\"versions\":[");
    boolean first = true;
    for (long each : models.versions(model.name())) {
      out.raw(first ? "\"" : ",\"").integer(each).raw('"');
      first = false;
    }
    out.raw("],\"platform\":\"onnx_onnxv1\",\"inputs\":[");
    tensors(out, model.inputs());
    out.raw("],\"outputs\":[");
    tensors(out, model.outputs());
    Replies.json(context, 200, out.raw("]}"));
  }

  private static void tensors(JsonOut out, List<TensorSpec> specs) {
    boolean first = true;
    for (TensorSpec spec : specs) {
      out.raw(first ? "" : ",").raw("{\"name\":").string(spec.name());
      first = false;
      String type =
          ElementType.ofWord(spec.type()).map(ElementType::protocolName).orElse(spec.type());
      out.raw(",\"datatype\":").string(type).raw(",\"shape\":[");
      for (int i = 0; i < spec.shape().size(); i++) {
        String axis = spec.shape().get(i);
        out.raw(i == 0 ? "" : ",").raw(axis.matches("[0-9]{1,18}") ? axis : "-1");
      }
      out.raw("]}");
    }
  }
}
