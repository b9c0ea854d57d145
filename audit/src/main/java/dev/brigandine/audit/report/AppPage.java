package dev.brigandine.audit.report;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the page of a scanned application shows. */
final class AppPage {
  final AppReport report;
  final Optional<LimitsVerdict> limits;

  AppPage(AppReport report, Optional<LimitsVerdict> limits) {
    this.report = report;
    this.limits = limits;
  }

  String title() {
    return "Models in " + Words.plain(report.scanned());
  }

  long count(Exposure exposure) {
    return report.models().stream().filter(model -> model.exposure() == exposure).count();
  }

  List<FoundModel> models() {
    List<FoundModel> models = new ArrayList<>(report.models());
    models.sort(java.util.Comparator.comparing(FoundModel::exposure));
    return models;
  }

  /** The whole in a sentence. */
  String lead() {
    return lead(report);
  }

  static String lead(AppReport report) {
    int all = report.models().size();
    if (all == 0) {
      return "No model was found" + (report.unread().isEmpty() ? "." : " in what could be read.");
    }
    List<String> parts = new ArrayList<>();
    for (Exposure exposure : Exposure.values()) {
      long count = report.models().stream().filter(model -> model.exposure() == exposure).count();
      if (count > 0) {
        parts.add(count + " " + exposure.words());
      }
    }
    return (all == 1 ? "One model or what may be one: " : all + " models or what may be some: ")
        + Words.list(parts)
        + ".";
  }

  static String meaning(Exposure exposure) {
    return switch (exposure) {
      case OPEN -> "Whoever has the file has the model.";
      case VEILED -> "Hidden, but not by a key: a known transformation, or a key beside it.";
      case UNKNOWN -> "Perhaps a model: large, and encrypted or compressed in a way not known.";
      case PROTECTED -> "Encrypted to a key that does not lie beside it.";
    };
  }
}
