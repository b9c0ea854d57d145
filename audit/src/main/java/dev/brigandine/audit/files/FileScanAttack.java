package dev.brigandine.audit.files;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.files.KnownContent.Hits;
import dev.brigandine.audit.files.KnownContent.Search;
import dev.brigandine.audit.files.StreamScan.Finding;
import dev.brigandine.audit.result.FoundModel;
import dev.brigandine.audit.result.FoundModel.Exposure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A thief with a copy of the disk: what do the files alone yield? */
public final class FileScanAttack implements Attack {
  private static final double FULL = 0.99;

  private static final AttackCard CARD =
      new AttackCard(
          "file-scan",
          "Scan of the files",
          Family.DEVICE,
          List.of("AML.T0035", "AML.T0044"),
          "a copy of the files, as from a backup, a stolen disk or a download",
          "Every file is searched, archives included, for formats of models by signature and shape,"
              + " for runs of the original's weights at any offset, and for names from within it.",
          true,
          false,
          Effort.SECONDS);

  @Override
  public AttackCard card() {
    return CARD;
  }

  @Override
  public Optional<String> hindrance(Target target) {
    return Optional.empty();
  }

  @Override
  public Outcome run(Target target, AttackRun run) throws Exception {
    run.progress(0, "indexes the original's weights");
    KnownContent known = KnownContent.of(target.original().toGraph());
    Search search = known.search();
    Largest findings = new Largest();
    AppWalk walk = new AppWalk(findings, () -> search, n -> {});
    run.progress(0.5, "scans the files");
    walk.walk(target.folder());
    run.progress(1, "done");
    return judge(search.hits(), findings.all.models(), findings.entropy, walk.unread());
  }

  private static Outcome judge(
      Hits hits, List<FoundModel> models, double entropy, List<String> unread) {
    long open = models.stream().filter(model -> model.exposure() == Exposure.OPEN).count();
    Verdict verdict =
        hits.share() >= FULL
            ? Verdict.FULL
            : hits.noWeights() && hits.names().isEmpty() && open == 0
                ? Verdict.NOTHING
                : Verdict.PARTIAL;
    String summary =
        verdict == Verdict.NOTHING
            ? "no weight, no name"
            : String.format(
                Locale.ROOT,
                "%.1f%% of the weights, %d names",
                100 * hits.share(),
                hits.names().size());
    List<String> notes = new ArrayList<>();
    for (FoundModel model : models) {
      notes.add(model.where() + ", " + model.kind() + ": " + model.summary() + ".");
    }
    unread.forEach(sentence -> notes.add(sentence + "."));
    return new Outcome(
        verdict,
        summary,
        List.of(
            Figure.share("share-of-weights", "share of the original's weights", hits.share()),
            Figure.count("names-found", "names from within the model", hits.names().size()),
            Figure.count("models-found", "models that lie open", open),
            new Figure(
                "longest-run", "longest run of weights", hits.longestRun(), Figure.Unit.BYTES),
            new Figure("entropy", "bits a byte of the largest file", entropy, Figure.Unit.NUMBER)),
        List.of(),
        notes);
  }

  /** Findings without what the search has seen file by file: it is one over all files. */
  private static final class Largest implements AppWalk.Found {
    private final AppFindings all = new AppFindings();
    private long bytes;
    private double entropy;

    @Override
    public void file(String where, Finding finding, Search searchOrNull) {
      all.file(where, finding, null);
      if (finding.bytes() > bytes) {
        bytes = finding.bytes();
        entropy = finding.content().entropy();
      }
    }

    @Override
    public void paper(Paper paper) {
      all.paper(paper);
    }

    @Override
    public void bundle(String where, String id) {
      all.bundle(where, id);
    }

    @Override
    public void archive(String where, Format format) {
      all.archive(where, format);
    }
  }
}
