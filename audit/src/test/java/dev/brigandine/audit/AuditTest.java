package dev.brigandine.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.audit.attack.Attack;
import dev.brigandine.audit.attack.AttackCard;
import dev.brigandine.audit.attack.AttackRun;
import dev.brigandine.audit.attack.Effort;
import dev.brigandine.audit.attack.Family;
import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Verdict;
import dev.brigandine.audit.result.AuditReport;
import dev.brigandine.audit.result.Cell;
import dev.brigandine.audit.result.Untried;
import dev.brigandine.audit.testing.TrialModels;
import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.onnx.testing.Trained;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
  @TempDir Path folder;
  private AuditOptions options;
  private final Stop stop = new Stop();

  @BeforeEach
  void model() throws Exception {
    Path model = Trained.RESNET.write(folder);
    options =
        AuditOptions.of(model, TrialModels.images(Trained.RESNET, model))
            .forms(EnumSet.of(Protection.PLAIN, Protection.SEALED));
  }

  private AuditReport run(Attack... attacks) throws Exception {
    return Audit.run(options, List.of(attacks), AuditListener.NONE, stop);
  }

  @Test
  void runsEachAttackOnEachFormTheQuickFirst() throws Exception {
    List<String> order = new ArrayList<>();
    Body body =
        (target, run) -> {
          order.add(target.protection().id());
          return Outcome.of(Verdict.NOTHING, "nothing");
        };
    AuditReport report =
        run(
            new Trial("long", Effort.MINUTES, true, body),
            new Trial("quick", Effort.SECONDS, true, body),
            new Trial("once", Effort.SECONDS, false, body));
    assertThat(report.cells())
        .extracting(cell -> cell.attack() + cell.form().map(form -> " " + form.id()).orElse(""))
        .containsExactly("quick plain", "quick sealed", "once", "long sealed", "long plain");
    assertThat(order).containsExactly("plain", "sealed", "sealed", "sealed", "plain");
    assertThat(report.partial()).isFalse();
    assertThat(report.subject().weights()).isPositive();
    assertThat(report.subject().original().accuracy().orElseThrow()).isGreaterThan(0.88);
  }

  @Test
  void tellsWhatItDidNotTry() throws Exception {
    Attack hindered =
        new Trial("hindered", Effort.SECONDS, false, null) {
          @Override
          public Optional<String> hindrance(Target target) {
            return Optional.of("there is no gdb here");
          }
        };
    Attack failing =
        new Trial(
            "failing",
            Effort.SECONDS,
            false,
            (target, run) -> {
              throw new IllegalStateException("it broke\nat length");
            });
    AuditReport report = run(hindered, failing, new Trial("long", Effort.LONG, true, null));
    assertThat(report.cells()).isEmpty();
    assertThat(report.untried())
        .filteredOn(untried -> !untried.why().equals(Elsewhere.WHY))
        .containsExactlyInAnyOrder(
            new Untried("hindered", Optional.empty(), false, "there is no gdb here"),
            new Untried("failing", Optional.empty(), true, "it broke"),
            new Untried("long", Optional.empty(), false, "it was not asked for"));
    assertThat(report.untried())
        .as("attacks of another jar that is not here")
        .contains(new Untried("train-keys", Optional.empty(), false, Elsewhere.WHY));
    assertThat(report.attacks())
        .extracting(AttackCard::id)
        .contains("hindered", "failing", "long", "train-keys");
  }

  @Test
  void oneThatIsStoppedReportsWhatItFound() throws Exception {
    CountDownLatch running = new CountDownLatch(1);
    Attack endless =
        new Trial(
            "second",
            Effort.SECONDS,
            false,
            (target, run) -> {
              running.countDown();
              while (true) {
                run.progress(0.5, "still at it");
                Thread.onSpinWait();
              }
            });
    Thread impatient =
        new Thread(
            () -> {
              try {
                running.await();
                stop.ask();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    impatient.start();
    Body nothing = (target, run) -> Outcome.of(Verdict.NOTHING, "nothing");
    AuditReport report =
        run(
            new Trial("first", Effort.SECONDS, false, nothing),
            endless,
            new Trial("third", Effort.MINUTES, false, nothing));
    impatient.join();
    assertThat(report.partial()).isTrue();
    assertThat(report.cells()).extracting(Cell::attack).containsExactly("first");
    assertThat(report.untried()).extracting(Untried::attack).containsSubsequence("second", "third");
    assertThat(report.untried())
        .filteredOn(Untried::failed)
        .extracting(Untried::attack)
        .containsExactly("second");
  }

  @Test
  void aBudgetThatIsUsedUpIsSaid() throws Exception {
    options = options.budget(Duration.ofNanos(1));
    AuditReport report = run(new Trial("any", Effort.SECONDS, false, (target, run) -> null));
    assertThat(report.untried())
        .filteredOn(untried -> untried.attack().equals("any"))
        .allMatch(untried -> untried.why().startsWith("the time was used up"))
        .isNotEmpty();
  }

  @Test
  void whateverHappensThereIsAReportOfWhatWasFound() throws Exception {
    List<AuditReport> reached = new ArrayList<>();
    AuditListener listener =
        new AuditListener() {
          @Override
          public void reached(AuditReport sofar) {
            reached.add(sofar);
          }
        };
    Body nothing = (target, run) -> Outcome.of(Verdict.NOTHING, "nothing");
    Audit.run(options, List.of(new Trial("any", Effort.SECONDS, true, nothing)), listener, stop);
    assertThat(reached).hasSize(1);
    assertThat(reached.get(0).partial()).isTrue();
    assertThat(reached.get(0).cells()).hasSize(1);
  }

  @Test
  void whatAnAttackPutsIntoItsFolderIsGoneAfterwards() throws Exception {
    Path[] scratch = new Path[1];
    run(
        new Trial(
            "any",
            Effort.SECONDS,
            false,
            (target, run) -> {
              scratch[0] = run.scratch();
              Files.writeString(
                  Files.createDirectories(run.scratch().resolve("a/b")).resolve("c"), "d");
              return Outcome.of(Verdict.NOTHING, "nothing");
            }));
    assertThat(scratch[0]).doesNotExist();
  }

  @Test
  void selectsByWordsAndIds() {
    List<Attack> attacks = List.of(new Trial("one", Effort.LONG, true, null));
    assertThat(Selection.parse("quick", attacks)).isEqualTo(Selection.QUICK);
    assertThat(Selection.parse("one", attacks).named()).isEqualTo(Set.of("one"));
    assertThat(Selection.parse("one", attacks).has(attacks.get(0).card())).isTrue();
    assertThat(Selection.USUAL.has(attacks.get(0).card())).isFalse();
    assertThatThrownBy(() -> Selection.parse("one,two", attacks))
        .isInstanceOf(BrigandineException.class)
        .hasMessage("there is no attack two");
  }

  private interface Body {
    Outcome run(Target target, AttackRun run) throws Exception;
  }

  /** An attack for the occasion. */
  private static class Trial implements Attack {
    private final AttackCard card;
    private final Body body;

    Trial(String id, Effort effort, boolean eachForm, Body body) {
      this.card = new AttackCard(id, id, Family.DEVICE, List.of(), "", "", eachForm, false, effort);
      this.body = body;
    }

    @Override
    public AttackCard card() {
      return card;
    }

    @Override
    public Optional<String> hindrance(Target target) {
      return Optional.empty();
    }

    @Override
    public Outcome run(Target target, AttackRun run) throws Exception {
      return body.run(target, run);
    }
  }
}
