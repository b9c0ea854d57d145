package dev.brigandine.vault;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import dev.brigandine.vault.harden.Measure;
import dev.brigandine.vault.model.ModelStatus;
import dev.brigandine.vault.model.ReloadReport;
import dev.brigandine.vault.model.Trouble;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Status and reload as {@code --json} prints them; {@code docs/vault-operators.md} has members. */
public final class StatusJson {
  private static final Gson GSON =
      new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

  private StatusJson() {}

  /** One object, on one line. */
  public static String of(VaultStatus status) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("running", status.running());
    json.put("started", status.started().map(Object::toString).orElse(null));
    List<Object> measures = new ArrayList<>();
    for (Measure measure : status.measures()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("id", measure.id());
      one.put("state", measure.state().word());
      one.put("required", measure.required());
      one.put("detail", measure.detail());
      one.put("remedy", measure.remedy().isEmpty() ? null : measure.remedy());
      measures.add(one);
    }
    json.put("measures", measures);
    List<Object> ways = new ArrayList<>();
    for (VaultStatus.Way way : status.ways()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("kind", way.kind());
      one.put("address", way.address());
      one.put("detail", way.detail().isEmpty() ? null : way.detail());
      ways.add(one);
    }
    json.put("fronts", ways);
    List<Object> models = new ArrayList<>();
    for (ModelStatus model : status.models()) {
      models.add(of(model));
    }
    json.put("models", models);
    return GSON.toJson(json);
  }

  private static Map<String, Object> of(ModelStatus model) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("name", model.name());
    json.put("version", model.version().isPresent() ? model.version().getAsLong() : null);
    json.put("bundle", model.bundleId().orElse(null));
    json.put("ready", model.ready());
    json.put("trouble", model.trouble().map(StatusJson::of).orElse(null));
    json.put("licence", model.licence().map(StatusJson::of).orElse(null));
    json.put("served", model.load().served());
    json.put("refused", model.load().refused());
    json.put("running", model.load().running());
    json.put("waiting", model.load().waiting());
    json.put("batches", model.load().batches());
    json.put("batching", model.batching().orElse(null));
    return json;
  }

  private static Map<String, Object> of(Trouble trouble) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("code", trouble.code().id());
    json.put("sentence", trouble.sentence());
    json.put("hint", trouble.hint().orElse(null));
    return json;
  }

  private static Map<String, Object> of(ModelStatus.Licence licence) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("id", licence.id());
    json.put("expires", licence.expires().toString());
    json.put("isolation", licence.isolation().id());
    return json;
  }

  /** One object, on one line. */
  public static String of(ReloadReport report) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("complete", report.complete());
    List<Object> changes = new ArrayList<>();
    for (ReloadReport.Change change : report.changes()) {
      Map<String, Object> one = new LinkedHashMap<>();
      one.put("model", change.name());
      one.put("version", change.version().isPresent() ? change.version().getAsLong() : null);
      one.put("outcome", change.outcome().name().toLowerCase(Locale.ROOT));
      one.put("trouble", change.trouble().map(StatusJson::of).orElse(null));
      changes.add(one);
    }
    json.put("changes", changes);
    return GSON.toJson(json);
  }
}
