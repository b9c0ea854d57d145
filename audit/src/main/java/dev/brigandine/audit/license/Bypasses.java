package dev.brigandine.audit.license;

import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Detail;
import dev.brigandine.audit.attack.Figure;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.bundle.BrigandineException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** Makes the attempts, and holds what comes of each against what is documented. */
final class Bypasses {
  static final String OPENS = "opens";

  /** Documented to open, and no harm in that. */
  private static final String SIDE_BY_SIDE =
      "an older version beside a newer one, when no licence asks";

  private final Holder holder;
  private final Feeds feeds;
  private final AttackRun run;
  private final List<Detail> details = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final List<String> weak = new ArrayList<>();
  private int bypassed;
  private int otherwise;

  Bypasses(Holder holder, Feeds feeds, AttackRun run) {
    this.holder = holder;
    this.feeds = feeds;
    this.run = run;
  }

  Outcome tryAll(Attempts attempts) throws Exception {
    Map<String, String> claims = new LinkedHashMap<>(LicensingPage.refusals());
    int documented = claims.size();
    claims.putAll(attempts.claims());
    TreeSet<String> untold = new TreeSet<>(attempts.all().keySet());
    untold.removeAll(claims.keySet());
    if (!untold.isEmpty()) {
      throw new IllegalStateException("no page tells what comes of " + untold);
    }
    int missing = 0;
    int late = 0;
    int number = 0;
    for (Map.Entry<String, String> claim : claims.entrySet()) {
      Attempts.Attempt attempt = attempts.all().get(claim.getKey());
      run.progress((double) number++ / claims.size(), claim.getKey());
      if (attempt == null) {
        missing++;
      } else if (run.left().isNegative() || run.left().isZero()) {
        late++;
      } else {
        one(claim.getKey(), claim.getValue(), attempt);
      }
    }
    run.progress(1, "done");
    if (missing > 0) {
      notes.add(
          missing
              + " attempts need licences for the trial, and so the vendor's key, which is not at"
              + " hand; they were not made.");
    }
    if (late > 0) {
      notes.add(late + " attempts were not made: the time for them was over.");
    }
    return outcome(documented);
  }

  private void one(String name, String claim, Attempts.Attempt attempt) throws Exception {
    Path folder = run.scratch().resolve("attempt-" + details.size());
    Attempts.Trial trial;
    try {
      trial = attempt.of(new Thief(holder, folder, feeds));
    } catch (BrigandineException e) {
      // Nothing is shown by a refusal where the honest way is refused as well.
      otherwise++;
      details.add(new Detail(name, "not made: the honest way is " + e.code().id(), false));
      notes.add(name + ": not made, the honest way is refused with " + e.code().id() + ".");
      Folders.delete(folder);
      return;
    }
    String result = result(trial);
    Folders.delete(folder);
    boolean same = result.equals(claim);
    details.add(new Detail(name, result, same));
    if (result.equals(OPENS) && !same) {
      bypassed++;
    } else if (!same) {
      otherwise++;
    } else if (result.equals(OPENS) && !name.equals(SIDE_BY_SIDE)) {
      weak.add(name);
    }
    if (!same) {
      notes.add(name + ": " + result + ", documented is " + claim + ".");
    }
  }

  /** {@link #OPENS}, or the refusal's id. */
  static String result(Attempts.Trial trial) throws Exception {
    try {
      trial.run();
      return OPENS;
    } catch (BrigandineException e) {
      return e.code().id();
    }
  }

  private Outcome outcome(int documented) throws IOException {
    int tried = details.size();
    int as = tried - bypassed - otherwise;
    if (!weak.isEmpty()) {
      notes.add(
          "Documented to open, and opened: "
              + String.join("; ", weak)
              + ". What helps is in docs/licensing.md: a machine's traits or a token, a required"
              + " memory, a hardware counter, a licence server, a pinned vendor.");
    }
    Verdict verdict =
        bypassed > 0 ? Verdict.FULL : weak.isEmpty() ? Verdict.REFUSED : Verdict.PARTIAL;
    return new Outcome(
        verdict,
        bypassed + " of " + tried + " bypass it, " + weak.size() + " more by best effort",
        List.of(
            Figure.count("bypassed", "attempts that opened against the claim", bypassed),
            Figure.count("tried", "attempts", tried),
            Figure.count("as-documented", "attempts that ended as documented", as),
            Figure.count("best-effort-bypassed", "attempts documented to open", weak.size()),
            Figure.count("otherwise", "refused by another code, or not made", otherwise),
            Figure.count("page", "rows of the page's table", documented)),
        List.of(),
        notes,
        details);
  }
}
