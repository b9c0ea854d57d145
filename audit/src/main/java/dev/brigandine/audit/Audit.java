package dev.brigandine.audit;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Subject;
import dev.brigandine.audit.result.Untried;
import dev.brigandine.audit.target.Forms;
import dev.brigandine.bench.PrivateFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;

/**
 * Attacks a model of one's own in all its forms. Not safe for several threads.
 *
 * <p>What it does not guarantee: that there is no attack but these, or that a thief is no better at
 * them. What was not tried is in the report, too.
 */
public final class Audit {
  private static final Duration MOST_RESERVE = Duration.ofSeconds(20);

  private final AuditOptions options;
  private final List<Attack> attacks;
  private final AuditListener listener;
  private final Stop stop;
  private final List<Cell> cells = new ArrayList<>();
  private final List<Untried> untried = new ArrayList<>();
  private final Instant begun = Instant.now();
  private final long start = System.nanoTime();
  private final long end;
  private Subject subject;

  private Audit(AuditOptions options, List<Attack> attacks, AuditListener listener, Stop stop) {
    this.options = options;
    this.attacks = attacks;
    this.listener = listener;
    this.stop = stop;
    end = start + options.budget().minus(reserve(options.budget())).toNanos();
  }

  /** All attacks on the class path, by family, then as they were found. */
  public static List<Attack> attacks() {
    List<Attack> all = new ArrayList<>();
    ServiceLoader.load(Attack.class).forEach(all::add);
    all.sort(Comparator.comparing(attack -> attack.card().family()));
    return all;
  }

  /** What there is, and what of ours is not here. */
  public static List<AttackCard> cards(List<Attack> attacks) {
    List<AttackCard> cards = new ArrayList<>(attacks.stream().map(Attack::card).toList());
    cards.addAll(Elsewhere.missing(attacks));
    cards.sort(Comparator.comparing(AttackCard::family));
    return cards;
  }

  /**
   * Audits.
   *
   * @param attacks all there are; which of them are run, the options say
   * @param stop ends it early, with what was found until then
   * @return what was found; partial if it was stopped
   * @throws dev.brigandine.bundle.BrigandineException if the model cannot be run, or the bundle is
   *     not of this model
   */
  public static AuditReport run(
      AuditOptions options, List<Attack> attacks, AuditListener listener, Stop stop)
      throws Exception {
    return new Audit(options, attacks, listener, stop).run();
  }

  /** Kept for the last attack to let go, and for the report. */
  private static Duration reserve(Duration budget) {
    Duration tenth = budget.dividedBy(10);
    return tenth.compareTo(MOST_RESERVE) < 0 ? tenth : MOST_RESERVE;
  }

  private AuditReport run() throws Exception {
    try (PrivateFolder folder = PrivateFolder.create(null)) {
      listener.preparing("running the original, and making the forms to attack");
      Forms forms =
          Forms.of(
              options.original(),
              options.own(),
              options.base(),
              options.endpoint(),
              options.data(),
              options.task().orElse(null),
              folder.path());
      subject = Subjects.of(options, forms);
      carryOut(forms);
      return report(stop.asked());
    }
  }

  private AuditReport report(boolean partial) {
    return new AuditReport(
        begun,
        Duration.ofNanos(System.nanoTime() - start),
        Subjects.version(),
        Subjects.machine(),
        options.command(),
        subject,
        Arrays.stream(Protection.values()).filter(options.forms()::contains).toList(),
        cards(attacks),
        cells,
        untried,
        partial);
  }

  private void carryOut(Forms forms) {
    List<Attack> chosen = new ArrayList<>();
    for (Attack attack : attacks) {
      if (options.attacks().has(attack.card())) {
        chosen.add(attack);
      } else {
        leave(attack.card(), Optional.empty(), false, "it was not asked for");
      }
    }
    for (AttackCard card : Elsewhere.missing(attacks)) {
      leave(card, Optional.empty(), false, Elsewhere.WHY);
    }
    // Told first, so that what cannot be tried takes no share of the time.
    Course course = Course.of(chosen, options.forms()).only(step -> canBeTried(step, forms));
    for (int i = 0; i < course.steps().size(); i++) {
      Course.Step step = course.steps().get(i);
      if (stop.asked()) {
        leave(step.attack().card(), step.told(), false, "the audit was stopped before");
        continue;
      }
      Duration left = Duration.ofNanos(end - System.nanoTime());
      if (left.isNegative() || left.isZero()) {
        leave(step.attack().card(), step.told(), false, "the time was used up: " + budget());
        continue;
      }
      listener.begun(step.attack().card(), step.told(), i + 1, course.steps().size());
      carryOut(step, forms, course.share(i, left), left);
      if (i + 1 < course.steps().size()) {
        listener.reached(report(true));
      }
    }
  }

  private void carryOut(Course.Step step, Forms forms, Duration share, Duration left) {
    AttackCard card = step.attack().card();
    try {
      Target target = forms.target(step.form());
      long begun = System.nanoTime();
      Outcome outcome =
          AttackThread.run(
              step.attack(), target, options.seed(), share, left.minus(share), listener, stop);
      Duration took = Duration.ofNanos(System.nanoTime() - begun);
      Cell cell = new Cell(card.id(), step.told(), outcome, took, options.seed());
      cells.add(cell);
      listener.ended(cell);
    } catch (InterruptedException e) {
      leave(card, step.told(), true, "the audit was stopped in the middle of it");
    } catch (Exception | LinkageError | OutOfMemoryError e) {
      leave(card, step.told(), true, words(e));
    }
  }

  private boolean canBeTried(Course.Step step, Forms forms) {
    AttackCard card = step.attack().card();
    try {
      if (stop.asked()) {
        return true; // told when its turn comes
      }
      Optional<String> hindrance = step.attack().hindrance(forms.target(step.form()));
      hindrance.ifPresent(why -> leave(card, step.told(), false, why));
      return hindrance.isEmpty();
    } catch (Exception | LinkageError e) {
      leave(card, step.told(), true, words(e));
      return false;
    }
  }

  private static String words(Throwable thrown) {
    String message = thrown.getMessage();
    String name = thrown.getClass().getSimpleName();
    String text = message == null || message.isBlank() ? name : message.lines().findFirst().get();
    return text.length() > 300 ? text.substring(0, 300) + "…" : text;
  }

  private String budget() {
    return options.budget().toSeconds() % 60 == 0
        ? options.budget().toMinutes() + " minutes"
        : options.budget().toSeconds() + " seconds";
  }

  private void leave(AttackCard card, Optional<Protection> form, boolean failed, String why) {
    Untried one = new Untried(card.id(), form, failed, why);
    untried.add(one);
    listener.left(one);
  }
}
