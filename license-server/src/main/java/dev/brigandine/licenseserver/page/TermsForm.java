package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.domain.ClockPolicy;
import dev.brigandine.licenseserver.domain.Enrolment;
import dev.brigandine.licenseserver.domain.Isolation;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.MachineMatch;
import dev.brigandine.licenseserver.domain.Rate;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/** The terms of a licence as fields of a form. */
final class TermsForm {
  private static final long EXACT = (1L << 53) - 1;

  private TermsForm() {}

  static Form defaults(Form form, Instant now) {
    return form.with("kind", "floating")
        .with("seats", "1")
        .with("expires", View.day(now.plus(Duration.ofDays(365))))
        .with("heartbeat", "300")
        .with("grace", "600")
        .with("enrolment", "open")
        .with("isolation", "in-process")
        .with("back", Long.toString(ClockPolicy.DEFAULT.back()));
  }

  /** The terms, if the fields are right; what is wrong is said beside them. */
  static Optional<Terms> read(Form form, Instant now) {
    Optional<Kind> kind = form.word("kind", Kind.class);
    if (kind.isEmpty()) {
      form.wrong("kind", "Choose a kind.");
    }
    boolean floating = kind.equals(Optional.of(Kind.FLOATING));
    Instant starts = form.day("starts").orElse(now);
    form.text("expires", "a day such as 2027-01-31");
    Optional<Instant> expires = form.day("expires");
    if (expires.isPresent() && !expires.get().isAfter(now)) {
      form.wrong("expires", "Enter a day that is yet to come.");
    } else if (expires.isPresent() && !expires.get().isAfter(starts)) {
      form.wrong("expires", "Enter a day after the first one.");
    }
    int seats = floating ? (int) form.needed("seats", 1, Terms.MAX_SEATS) : 0;
    OptionalLong devices = form.number("devices", 1, Terms.MAX_DEVICES);
    OptionalLong runs = form.number("runs", 1, EXACT);
    OptionalLong minimum = form.number("minimum", 1, EXACT);
    OptionalLong rateRuns = form.number("rate-runs", 1, 1_000_000_000L);
    OptionalLong rateSeconds = form.number("rate-seconds", 1, 2_678_400L);
    if (form.ok() && rateRuns.isPresent() != rateSeconds.isPresent()) {
      form.wrong(
          rateRuns.isPresent() ? "rate-seconds" : "rate-runs", "Enter both numbers, or neither.");
    }
    long heartbeat = floating ? form.needed("heartbeat", Terms.MIN_HEARTBEAT, 86_400) : 0;
    long grace = floating ? form.needed("grace", 0, 7_776_000) : 0;
    long back = form.number("back", 0, 86_400).orElse(ClockPolicy.DEFAULT.back());
    Optional<Enrolment> enrolment = form.word("enrolment", Enrolment.class);
    Optional<Isolation> isolation = form.word("isolation", Isolation.class);
    Optional<MachineMatch> machine = form.word("machine", MachineMatch.class);
    if (!form.ok()) {
      return Optional.empty();
    }
    return form.attempt(
        "features",
        () -> {
          Terms.Builder terms =
              floating
                  ? Terms.floating(seats, starts, expires.orElseThrow()).lease(heartbeat, grace)
                  : Terms.nodeLocked(starts, expires.orElseThrow());
          devices.ifPresent(count -> terms.maxDevices((int) count));
          runs.ifPresent(terms::runs);
          minimum.ifPresent(terms::minimumVersion);
          rateRuns.ifPresent(count -> terms.rate(new Rate(count, rateSeconds.getAsLong())));
          terms.features(
              Arrays.stream(form.value("features").split(","))
                  .map(String::strip)
                  .filter(text -> !text.isEmpty())
                  .toList());
          enrolment.ifPresent(terms::enrolment);
          isolation.ifPresent(terms::isolation);
          machine.ifPresent(terms::machine);
          terms.clock(new ClockPolicy(back, form.has("memory", "required")));
          return terms.build();
        });
  }
}
