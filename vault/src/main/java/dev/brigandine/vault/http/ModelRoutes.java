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
import tools.jackson.core.JsonGenerator;

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
    Replies.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("name", "brigandine");
          json.writeStringProperty("version", version);
          json.writeArrayPropertyStart("extensions");
          json.writeString("binary_tensor_data");
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void document(Context context) throws IOException {
    try (InputStream in = ModelRoutes.class.getResourceAsStream("openapi.json")) {
      context.contentType(Replies.JSON);
      context.result(in.readAllBytes());
    }
  }

  private void live(Context context) throws IOException {
    Replies.json(
        context,
        200,
        json -> json.writeStartObject().writeBooleanProperty("live", true).writeEndObject());
  }

  private void ready(Context context) throws IOException {
    boolean ready = models.ready();
    Replies.json(
        context,
        ready ? 200 : 503,
        json -> {
          json.writeStartObject();
          // The specification's object has "live" here, its servers answer "ready".
          json.writeBooleanProperty("live", true);
          json.writeBooleanProperty("ready", ready);
          json.writeEndObject();
        });
  }

  private void index(Context context) throws IOException {
    Replies.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeArrayPropertyStart("models");
          models.all().forEach(model -> json.writeString(model.name()));
          json.writeEndArray();
          json.writeEndObject();
        });
  }

  private void modelReady(Context context) throws IOException {
    ServedModel model = find(models, context);
    boolean ready = model.trouble().isEmpty();
    Replies.json(
        context,
        ready ? 200 : 503,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("name", model.name());
          json.writeBooleanProperty("ready", ready);
          json.writeEndObject();
        });
  }

  private void model(Context context) throws IOException {
    ServedModel model = find(models, context);
    Replies.json(
        context,
        200,
        json -> {
          json.writeStartObject();
          json.writeStringProperty("name", model.name());
          json.writeArrayPropertyStart("versions");
          for (long each : models.versions(model.name())) {
            json.writeString(Long.toString(each));
          }
          json.writeEndArray();
          json.writeStringProperty("platform", "onnx_onnxv1");
          tensors(json, "inputs", model.inputs());
          tensors(json, "outputs", model.outputs());
          json.writeEndObject();
        });
  }

  private static void tensors(JsonGenerator json, String which, List<TensorSpec> specs) {
    json.writeArrayPropertyStart(which);
    for (TensorSpec spec : specs) {
      json.writeStartObject();
      json.writeStringProperty("name", spec.name());
      json.writeStringProperty(
          "datatype",
          ElementType.ofWord(spec.type()).map(ElementType::protocolName).orElse(spec.type()));
      json.writeArrayPropertyStart("shape");
      for (String axis : spec.shape()) {
        json.writeNumber(axis.matches("[0-9]{1,18}") ? Long.parseLong(axis) : -1);
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
