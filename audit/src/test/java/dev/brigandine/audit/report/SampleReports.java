package dev.brigandine.audit.report;

import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Score;
import dev.brigandine.audit.attack.Series;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AppReport;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import dev.brigandine.audit.result.Subject;
import dev.brigandine.audit.result.Untried;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** Reports with made-up figures, for the looks of them. */
final class SampleReports {
  static final Instant BEGUN = Instant.parse("2026-11-26T10:50:51.25Z");
  static final List<Protection> ALL = List.of(Protection.values());

  private SampleReports() {}

  static Subject subject(String name) {
    return new Subject(
        name,
        90_387_630,
        22_565_376,
        "minilm-sentiment, version 3, armored for one customer: 6 locks of Kronecker products",
        "4,000 labelled sentences, of which 1,000 are for scoring",
        1000,
        true,
        new Score(OptionalDouble.of(0.912), 1, 1, OptionalDouble.of(0)),
        new Score(OptionalDouble.of(0.5), 0.503, 0.01, OptionalDouble.of(0.693)));
  }

  static AuditReport report(
      Subject subject,
      List<Protection> forms,
      List<AttackCard> cards,
      List<Cell> cells,
      List<Untried> untried,
      boolean partial) {
    return new AuditReport(
        BEGUN,
        Duration.ofMillis(431_250),
        "0.1.0",
        "2 processors, 23 GB, Linux 6.1 on amd64, OpenJDK 17.0.17",
        "brigandine audit minilm.brig --license acme.jwt --device acme.key --against minilm.onnx"
            + " --data sentences.npz --budget 10m --report report.html --json report.json",
        subject,
        forms,
        cards,
        cells,
        untried,
        partial);
  }

  static AttackCard card(
      String id, String title, Family family, boolean eachForm, String... atlas) {
    return new AttackCard(
        id,
        title,
        family,
        List.of(atlas),
        "rights over the process that runs the model",
        "Does what a thief would do with the usual tools, and runs what it took without the"
            + " application. After Someone et al., On theft, 2020.",
        eachForm,
        true,
        Effort.SECONDS);
  }

  static Cell cell(String attack, Protection form, Outcome outcome) {
    return new Cell(
        attack, Optional.ofNullable(form), outcome, Duration.ofMillis(1830), 4_862_190_771_345L);
  }

  /** What an audit of a good deal looks like. */
  static AuditReport usual() {
    List<AttackCard> cards = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    cards.add(
        card("file-scan", "scan of the files", Family.DEVICE, true, "AML.T0035", "AML.T0044"));
    cards.add(card("hooked-session", "hooked session", Family.DEVICE, true, "AML.T0044"));
    cards.add(card("memory-scan", "scan of the memory", Family.DEVICE, true, "AML.T0044"));
    cards.add(card("heap-dump", "heap dump", Family.DEVICE, true, "AML.T0044"));
    cards.add(card("core-file", "core file", Family.DEVICE, true, "AML.T0044"));
    cards.add(card("architecture", "recovery of the architecture", Family.COPY, true, "AML.T0014"));
    cards.add(
        card("base-recovery", "recovery with the public base", Family.COPY, true, "AML.T0044"));
    cards.add(
        card("collusion", "copies of ten customers together", Family.COPY, true, "AML.T0044"));
    cards.add(
        card("train-keys", "training of the key tensors", Family.COPY, true, "AML.T0024.002"));
    cards.add(card("license-bypass", "licence attacks", Family.LICENSE, true, "AML.T0044"));
    cards.add(card("tampering", "tampering", Family.LICENSE, true, "AML.T0018"));
    cards.add(card("query-knockoff", "Knockoff", Family.QUERIES, false, "AML.T0024.002"));
    cards.add(card("query-copycat", "Copycat", Family.QUERIES, false, "AML.T0024.002"));
    cards.add(card("query-k-center", "k-centres", Family.QUERIES, false, "AML.T0024.002"));
    cards.add(card("query-dfme", "data-free extraction", Family.QUERIES, false, "AML.T0024.002"));
    List<Untried> untried = new ArrayList<>();
    for (Protection form : ALL) {
      int level = form.ordinal();
      cells.add(
          cell(
              "file-scan",
              form,
              Outcome.of(
                  level == 0 ? Verdict.FULL : Verdict.NOTHING,
                  level == 0 ? "all weights found" : "no weight, no name",
                  Figure.share("share-of-weights", "weights found", level == 0 ? 1 : 0),
                  Figure.count("names-found", "names from inside the model", level == 0 ? 312 : 0),
                  new Figure(
                      "longest-run",
                      "longest run",
                      level == 0 ? 46_881_024 : 0,
                      Figure.Unit.BYTES))));
      Verdict hooked = level < 2 ? Verdict.FULL : level == 4 ? Verdict.REFUSED : Verdict.PARTIAL;
      cells.add(
          cell(
              "hooked-session",
              form,
              Outcome.of(
                      hooked,
                      level == 4
                          ? "the vault lets no agent in"
                          : level < 2
                              ? "the trained weights"
                              : "accuracy 0.912, a copy for one customer",
                      Figure.share("graph-only", "accuracy, graph only", 0.5),
                      Figure.share(
                          "with-initializers", "accuracy with weights", level < 3 ? 0.912 : 0.503),
                      Figure.share("with-keys", "accuracy with key tensors", 0.912))
                  .note(
                      "The thief is given the calls' arguments as they pass; he needs no debugger.")));
      if (form != Protection.VAULT) {
        cells.add(
            cell(
                "memory-scan",
                form,
                Outcome.of(
                    level < 2 ? Verdict.FULL : Verdict.PARTIAL,
                    level < 2 ? "0.994 of the weights" : "0.961 of a customer's copy",
                    Figure.share(
                        "share-of-original-weights", "original weights", level < 2 ? 0.994 : 0),
                    Figure.share("share-of-captured-weights", "captured weights", 0.961))));
        cells.add(cell("architecture", form, Outcome.of(Verdict.PARTIAL, "family and sizes told")));
      } else {
        untried.add(new Untried("memory-scan", Optional.of(form), true, "gdb ended with status 1"));
        untried.add(
            new Untried(
                "architecture", Optional.of(form), false, "nothing can be captured in a vault"));
      }
      if (form == Protection.ARMORED || form == Protection.REWRITTEN) {
        cells.add(
            cell(
                "base-recovery",
                form,
                Outcome.of(
                    form == Protection.ARMORED ? Verdict.NOTHING : Verdict.FULL,
                    form == Protection.ARMORED
                        ? "accuracy 0.842, the base alone 0.839"
                        : "accuracy 0.911",
                    Figure.share(
                        "surrogate-accuracy",
                        "surrogate accuracy",
                        form == Protection.ARMORED ? 0.842 : 0.911),
                    Figure.share("base-alone", "the base alone", 0.839),
                    Figure.ratio(
                        "surrogate-by-black-box",
                        "surrogate ÷ black box",
                        form == Protection.ARMORED ? 1.004 : 1.086))));
      }
      cells.add(
          cell(
              "collusion",
              form,
              Outcome.of(
                  level < 2 ? Verdict.FULL : Verdict.NOTHING,
                  level < 2 ? "all copies are equal" : "averages answer at chance",
                  Figure.share("averaged-10", "ten averaged", level < 2 ? 0.912 : 0.498))));
      cells.add(
          cell(
              "license-bypass",
              form,
              Outcome.of(
                      level == 0 ? Verdict.FULL : Verdict.REFUSED,
                      level == 0 ? "there is no licence to break" : "38 of 38 as documented",
                      Figure.count("tried", "tried", 38),
                      Figure.count("bypassed", "bypassed", 0))
                  .details(
                      level == 0
                          ? List.of()
                          : List.of(
                              new Detail("copied to another device key", "no-key-fits", true),
                              new Detail("counter of runs deleted", "opened: best effort", true),
                              new Detail(
                                  "licence signed by a thief, signer pinned",
                                  "bad-signature",
                                  true)))));
    }
    untried.add(
        new Untried(
            "core-file", Optional.empty(), false, "gdb is not installed (apt-get install gdb)"));
    untried.add(
        new Untried("train-keys", Optional.empty(), false, "PyTorch is not on the class path"));
    queries(cells);
    return report(subject("minilm-sentiment.onnx"), ALL, cards, cells, untried, false);
  }

  private static void queries(List<Cell> cells) {
    String[] ids = {"query-knockoff", "query-copycat", "query-k-center", "query-dfme"};
    String[] labels = {"Knockoff", "Copycat", "k-centres", "data-free"};
    double[][] means = {
      {0.71, 0.86, 0.885}, {0.68, 0.83, 0.862}, {0.74, 0.87, 0.89}, {0.52, 0.57, 0.61}
    };
    for (int i = 0; i < ids.length; i++) {
      List<Series.Point> points = new ArrayList<>();
      double[] queries = {1000, 10_000, 20_000};
      for (int k = 0; k < queries.length; k++) {
        points.add(
            new Series.Point(queries[k], means[i][k], means[i][k] - 0.012, means[i][k] + 0.015));
      }
      String chart = "surrogate accuracy by queries";
      cells.add(
          cell(
              ids[i],
              null,
              Outcome.of(
                      Verdict.PARTIAL,
                      "accuracy " + means[i][2] + " of 0.912 after 20,000 queries",
                      Figure.share("accuracy-20k", "accuracy at 20,000 queries", means[i][2]))
                  .chart(new Series(chart, labels[i], "queries", "accuracy", points))
                  .chart(
                      new Series(
                          chart,
                          "black box: 60 labels, no queries",
                          "queries",
                          "accuracy",
                          List.of(
                              new Series.Point(1000, 0.63, 0.63, 0.63),
                              new Series.Point(20_000, 0.63, 0.63, 0.63))))));
    }
  }

  /** As many attacks, forms, figures, notes and lines as there may be. */
  static AuditReport many() {
    List<AttackCard> cards = new ArrayList<>();
    List<Cell> cells = new ArrayList<>();
    for (int i = 0; i < 25; i++) {
      Family family = Family.values()[i % Family.values().length];
      String id = "attack-number-" + i;
      cards.add(
          card(
              id,
              "attack of a long-winded name that goes on, number " + i,
              family,
              true,
              "AML.T0044",
              "AML.T0024.002",
              "AML.T0005.001"));
      for (Protection form : ALL) {
        Outcome outcome =
            Outcome.of(
                Verdict.values()[(i + form.ordinal()) % 4],
                "accuracy 0.842 of 0.912 with 600 labels and 20,000 queries, the base alone 0.839",
                Figure.share("accuracy", "accuracy of the best of several surrogates", 0.842),
                Figure.count("queries", "queries", 20_000),
                new Figure("read", "bytes read", 46_881_024, Figure.Unit.BYTES));
        for (int k = 0; k < 3; k++) {
          outcome =
              outcome.note(
                  "Note " + k + " of " + id + " on what was assumed in the thief's favour.");
        }
        List<Series.Point> points = new ArrayList<>();
        for (int k = 0; k < 12; k++) {
          double y = 0.5 + 0.03 * k + 0.002 * i;
          points.add(new Series.Point(k * 60, y, y - 0.02, y + 0.02));
        }
        if (form == Protection.ARMORED) {
          outcome =
              outcome.chart(
                  new Series("accuracy by labels", "accuracy", "labels", "accuracy", points));
        }
        cells.add(cell(id, form, outcome));
      }
    }
    return report(subject("model.onnx"), ALL, cards, cells, List.of(), false);
  }

  static final String HOSTILE =
      "<script>document.title='x'</script>\"'&</td></style>--><img src=x onerror=alert(1)>\u202Egnp\u0000\u0007\uD800";

  /** All that is text is meant to break out of its place. */
  static AuditReport hostile() {
    String word = HOSTILE + "w".repeat(200);
    AttackCard card =
        new AttackCard(
            "bad", word, Family.COPY, List.of(word), word, word, true, false, Effort.LONG);
    AttackCard other =
        new AttackCard(
            "worse", word, Family.QUERIES, List.of(), word, word, false, false, Effort.LONG);
    List<Cell> cells = new ArrayList<>();
    for (Protection form : ALL) {
      cells.add(
          cell(
              "bad",
              form,
              Outcome.of(Verdict.FULL, word, Figure.ratio("surrogate-by-black-box", word, 1e12))
                  .note(word)
                  .chart(new Series(word, word, word, word, List.of(new Series.Point(1, 1, 1, 1))))
                  .details(List.of(new Detail(word, word, false)))));
    }
    Subject subject =
        new Subject(
            word,
            1,
            1,
            word,
            word,
            1,
            false,
            new Score(OptionalDouble.empty(), 1, 1, OptionalDouble.empty()),
            new Score(OptionalDouble.empty(), 0, 0, OptionalDouble.empty()));
    return new AuditReport(
        BEGUN,
        Duration.ofDays(3),
        word,
        word,
        word,
        subject,
        ALL,
        List.of(card, other),
        cells,
        List.of(new Untried("worse", Optional.empty(), true, word)),
        true);
  }

  /** Stopped before anything was tried. */
  static AuditReport nothingTried() {
    return report(
        subject("model.onnx"),
        List.of(Protection.PLAIN, Protection.ARMORED),
        List.of(card("file-scan", "scan of the files", Family.DEVICE, true)),
        List.of(),
        List.of(),
        true);
  }

  static AppReport app() {
    return app(
        "kiosk-app-2.4.apk",
        List.of(
            new FoundModel(
                "lib/arm64-v8a/libdetector.so!/offset 1048576",
                "TFLite",
                4_100_000,
                Exposure.VEILED,
                "XORed with a key of one byte, 0x5A; a thief undoes it in a second",
                List.of(Figure.count("operators", "operators", 64))),
            new FoundModel(
                "assets/sentiment.onnx",
                "ONNX",
                90_387_630,
                Exposure.OPEN,
                "names, producer and all 22,565,376 weights can be read",
                List.of(
                    Figure.count("operators", "operators", 312),
                    Figure.count("weights", "weights", 22_565_376))),
            new FoundModel(
                "assets/ocr.brig",
                "Brigandine bundle",
                11_300_000,
                Exposure.PROTECTED,
                "armored; neither licence nor device key lies beside it",
                List.of()),
            new FoundModel(
                "assets/blob.dat",
                "unknown",
                7_700_000,
                Exposure.UNKNOWN,
                "entropy 8.00 bits a byte",
                List.of())),
        List.of("assets/old.zip unpacks to more than 100 times its size"),
        false);
  }

  static AppReport hostileApp() {
    String word = HOSTILE + "w".repeat(200);
    return app(
        word,
        List.of(
            new FoundModel(
                word,
                word,
                Long.MAX_VALUE,
                Exposure.OPEN,
                word,
                List.of(Figure.share("a", word, 1)))),
        List.of(word),
        true);
  }

  static AppReport app(String path, List<FoundModel> models, List<String> unread, boolean partial) {
    return new AppReport(
        BEGUN, Duration.ofMillis(812), "0.1.0", path, 214_000_000, models, unread, partial);
  }
}
