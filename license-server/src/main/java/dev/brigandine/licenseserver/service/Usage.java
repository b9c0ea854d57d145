package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.*;
import java.time.*;
import java.util.*;

/** How often licences were used. */
public final class Usage {
  Usage() {}

  /** Takes a device's count in. */
  public void report(UsageReport report) {
    throw new UnsupportedOperationException();
  }

  /** At most 10,000 rows; needs viewer. */
  public List<UsageRow> rows(Actor actor, String entitlement, LocalDate from, LocalDate to) {
    throw new UnsupportedOperationException();
  }
}
