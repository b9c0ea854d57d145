package dev.brigandine.audit.report;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.Subject;
import dev.brigandine.audit.result.Untried;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** Reports as JSON objects; {@link ReportReader} is the other way. */
final class ReportWriter {
  private ReportWriter() {}

  static JsonObject audit(AuditReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("format", ReportJson.FORMAT);
    object.addProperty("kind", "model");
    object.addProperty("begun", report.begun().toString());
    object.add("tookSeconds", seconds(report.took()));
    object.addProperty("version", report.version());
    object.addProperty("machine", report.machine());
    object.addProperty("command", report.command());
    object.addProperty("partial", report.partial());
    object.add("subject", subject(report.subject()));
    object.add("forms", each(report.forms(), form -> new JsonPrimitive(form.id())));
    object.add("attacks", each(report.attacks(), ReportWriter::card));
    object.add("results", each(report.cells(), ReportWriter::cell));
    object.add("untried", each(report.untried(), ReportWriter::untried));
    return object;
  }

  static JsonObject app(AppReport report) {
    JsonObject object = new JsonObject();
    object.addProperty("format", ReportJson.FORMAT);
    object.addProperty("kind", "application");
    object.addProperty("begun", report.begun().toString());
    object.add("tookSeconds", seconds(report.took()));
    object.addProperty("version", report.version());
    object.addProperty("partial", report.partial());
    object.addProperty("scanned", report.scanned());
    object.addProperty("bytes", report.bytes());
    object.add("models", each(report.models(), ReportWriter::found));
    object.add("unread", each(report.unread(), JsonPrimitive::new));
    return object;
  }

  static JsonObject limits(LimitsVerdict verdict) {
    JsonObject object = new JsonObject();
    object.addProperty("met", verdict.met());
    object.add(
        "lines",
        each(
            verdict.lines(),
            line -> {
              JsonObject one = new JsonObject();
              one.addProperty("limit", line.limit());
              one.addProperty("met", line.met());
              one.addProperty("told", line.told());
              return one;
            }));
    return object;
  }

  private static JsonObject subject(Subject subject) {
    JsonObject object = new JsonObject();
    object.addProperty("name", subject.name());
    object.addProperty("bytes", subject.bytes());
    object.addProperty("weights", subject.weights());
    object.addProperty("bundle", subject.bundle());
    object.addProperty("data", subject.data());
    object.addProperty("samples", subject.samples());
    object.addProperty("labelled", subject.labelled());
    object.add("original", score(subject.original()));
    object.add("chance", score(subject.chance()));
    return object;
  }

  private static JsonObject score(Score score) {
    JsonObject object = new JsonObject();
    score.accuracy().ifPresent(value -> object.add("accuracy", number(value)));
    object.add("agreement", number(score.agreement()));
    object.add("closeness", number(score.closeness()));
    score.divergence().ifPresent(value -> object.add("divergence", number(value)));
    return object;
  }

  private static JsonObject card(AttackCard card) {
    JsonObject object = new JsonObject();
    object.addProperty("id", card.id());
    object.addProperty("title", card.title());
    object.addProperty("family", Words.id(card.family()));
    object.add("atlas", each(card.atlas(), JsonPrimitive::new));
    object.addProperty("needs", card.needs());
    object.addProperty("method", card.method());
    object.addProperty("eachForm", card.eachForm());
    object.addProperty("yieldsCopy", card.yieldsCopy());
    object.addProperty("effort", Words.id(card.effort()));
    return object;
  }

  private static JsonObject cell(Cell cell) {
    Outcome outcome = cell.outcome();
    JsonObject object = new JsonObject();
    object.addProperty("attack", cell.attack());
    cell.form().ifPresent(form -> object.addProperty("form", form.id()));
    object.addProperty("verdict", Words.id(outcome.verdict()));
    object.addProperty("summary", outcome.summary());
    object.add("figures", each(outcome.figures(), ReportWriter::figure));
    object.add("series", each(outcome.series(), ReportWriter::series));
    object.add("notes", each(outcome.notes(), JsonPrimitive::new));
    object.add("details", each(outcome.details(), ReportWriter::detail));
    object.add("tookSeconds", seconds(cell.took()));
    object.addProperty("seed", cell.seed());
    return object;
  }

  private static JsonObject figure(Figure figure) {
    JsonObject object = new JsonObject();
    object.addProperty("id", figure.id());
    object.addProperty("label", figure.label());
    object.add("value", number(figure.value()));
    object.addProperty("unit", Words.id(figure.unit()));
    return object;
  }

  private static JsonObject series(Series series) {
    JsonObject object = new JsonObject();
    object.addProperty("chart", series.chart());
    object.addProperty("label", series.label());
    object.addProperty("across", series.across());
    object.addProperty("up", series.up());
    object.add(
        "points",
        each(
            series.points(),
            point -> {
              JsonObject one = new JsonObject();
              one.add("x", number(point.x()));
              one.add("mean", number(point.mean()));
              one.add("low", number(point.low()));
              one.add("high", number(point.high()));
              return one;
            }));
    return object;
  }

  private static JsonObject detail(Detail detail) {
    JsonObject object = new JsonObject();
    object.addProperty("what", detail.what());
    object.addProperty("result", detail.result());
    object.addProperty("asClaimed", detail.asClaimed());
    return object;
  }

  private static JsonObject untried(Untried untried) {
    JsonObject object = new JsonObject();
    object.addProperty("attack", untried.attack());
    untried.form().ifPresent(form -> object.addProperty("form", form.id()));
    object.addProperty("failed", untried.failed());
    object.addProperty("why", untried.why());
    return object;
  }

  private static JsonObject found(FoundModel model) {
    JsonObject object = new JsonObject();
    object.addProperty("where", model.where());
    object.addProperty("kind", model.kind());
    object.addProperty("bytes", model.bytes());
    object.addProperty("exposure", Words.id(model.exposure()));
    object.addProperty("summary", model.summary());
    object.add("figures", each(model.figures(), ReportWriter::figure));
    return object;
  }

  /** JSON has no word for what is no number: null. */
  private static JsonElement number(double value) {
    return Double.isFinite(value) ? new JsonPrimitive(value) : JsonNull.INSTANCE;
  }

  private static JsonPrimitive seconds(Duration took) {
    return new JsonPrimitive(
        BigDecimal.valueOf(took.getSeconds())
            .add(BigDecimal.valueOf(took.getNano(), 9))
            .stripTrailingZeros());
  }

  private static <T> JsonArray each(List<T> values, Function<T, JsonElement> write) {
    JsonArray array = new JsonArray();
    values.forEach(value -> array.add(write.apply(value)));
    return array;
  }
}
