package dev.brigandine.licenseserver.http;

import dev.brigandine.licenseserver.domain.ClockPolicy;
import dev.brigandine.licenseserver.domain.Enrolment;
import dev.brigandine.licenseserver.domain.Isolation;
import dev.brigandine.licenseserver.domain.Kind;
import dev.brigandine.licenseserver.domain.MachineMatch;
import dev.brigandine.licenseserver.domain.Rate;
import dev.brigandine.licenseserver.domain.Terms;
import java.time.Instant;

/** Terms out of the body that creates a licence. */
final class TermsReader {
  private TermsReader() {}

  static Terms read(JsonBody body, Instant now) {
    Kind kind = body.word("kind", Kind.class);
    Instant starts = body.has("starts") ? body.moment("starts") : now;
    Instant expires = body.moment("expires");
    boolean floating = kind == Kind.FLOATING;
    Terms.Builder terms =
        floating
            ? Terms.floating(body.smallInteger("seats"), starts, expires)
            : Terms.nodeLocked(starts, expires);
    body.optionalInt("maxDevices").ifPresent(terms::maxDevices);
    body.optionalInteger("runs").ifPresent(terms::runs);
    body.optionalInteger("minimumVersion").ifPresent(terms::minimumVersion);
    if (body.has("enrolment")) {
      terms.enrolment(body.word("enrolment", Enrolment.class));
    }
    if (body.has("rate")) {
      JsonBody rate = body.object("rate");
      terms.rate(new Rate(rate.integer("runs"), rate.integer("seconds")));
      rate.end();
    }
    if (body.has("features")) {
      terms.features(body.strings("features"));
    }
    if (body.has("isolation")) {
      terms.isolation(body.word("isolation", Isolation.class));
    }
    if (floating && (body.has("heartbeat") || body.has("grace"))) {
      terms.lease(
          body.optionalInteger("heartbeat").orElse(300), body.optionalInteger("grace").orElse(600));
    }
    if (body.has("clock")) {
      JsonBody clock = body.object("clock");
      long back = clock.optionalInteger("back").orElse(ClockPolicy.DEFAULT.back());
      boolean required = clock.has("memoryRequired") && clock.truth("memoryRequired");
      clock.end();
      terms.clock(new ClockPolicy(back, required));
    }
    if (body.has("machine")) {
      terms.machine(body.word("machine", MachineMatch.class));
    }
    return terms.build();
  }
}
