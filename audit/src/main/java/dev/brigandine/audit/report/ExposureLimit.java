package dev.brigandine.audit.report;

import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import java.util.List;

/**
 * How bare a model may lie in an application.
 *
 * @param worst the worst that is allowed
 * @param unread how many places may be left that could not be looked into
 */
record ExposureLimit(Exposure worst, long unread) {
  static ExposureLimit read(Members members) {
    Exposure worst = members.word("exposure", Exposure.class);
    long unread = members.has("unread") ? members.whole("unread") : 0;
    if (unread < 0) {
      throw members.refuse("'unread' must not be negative");
    }
    return new ExposureLimit(worst, unread);
  }

  LimitsVerdict.Line judge(AppReport report) {
    String limit =
        "every model at worst "
            + worst.words()
            + (unread > 0 ? ", " + Words.count(unread) + " places unread at most" : "");
    List<FoundModel> beyond =
        report.models().stream().filter(model -> model.exposure().compareTo(worst) < 0).toList();
    if (!beyond.isEmpty()) {
      FoundModel first = beyond.get(0);
      return new LimitsVerdict.Line(
          limit,
          false,
          Words.plain(first.where())
              + ": "
              + first.exposure().words()
              + (beyond.size() > 1 ? ", and " + (beyond.size() - 1) + " more" : ""));
    }
    if (report.partial()) {
      return new LimitsVerdict.Line(limit, false, "the scan was stopped before its end");
    }
    if (report.unread().size() > unread) {
      return new LimitsVerdict.Line(
          limit, false, Words.count(report.unread().size()) + " places could not be looked into");
    }
    return new LimitsVerdict.Line(
        limit,
        true,
        report.models().size() == 1
            ? "one model"
            : Words.count(report.models().size()) + " models");
  }
}
