package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Activation;
import dev.brigandine.licenseserver.domain.Bounds;
import dev.brigandine.licenseserver.domain.Device;
import dev.brigandine.licenseserver.domain.Role;
import dev.brigandine.licenseserver.store.ActivationRows;
import dev.brigandine.licenseserver.store.DeviceRows;
import dev.brigandine.licenseserver.store.UsageRows;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/** How often licences were used, as their devices say; nothing proves it. */
public final class Usage {
  private static final int MAX_ROWS = 10_000;

  private final Data data;

  Usage(Data data) {
    this.data = data;
  }

  /** Takes a device's count in, on the day it is reported. */
  public void report(UsageReport report) {
    Bounds.id("licence", report.licence());
    Bounds.id("instance", report.instance());
    Bounds.check("total", report.total(), 0, Bounds.EXACT);
    data.write(
        tx -> {
          Activation activation =
              Data.known(ActivationRows.find(tx, report.licence()), "licence", report.licence());
          Device device = DeviceRows.find(tx, activation.device()).orElseThrow();
          if (!device.id().equals(report.device())
              || !device.signer().equals(Optional.of(report.signer()))) {
            throw new RefusedException(
                Refusal.FORBIDDEN, "the licence is another device's", "report your own");
          }
          long runs = UsageRows.rise(tx, report.licence(), report.instance(), report.total());
          if (runs > 0) {
            UsageRows.add(tx, activation.entitlement(), device.id(), tx.now() / 86_400, runs);
          }
          return null;
        });
  }

  /** From and to a day, both included, {@value #MAX_ROWS} at most. Needs viewer. */
  public List<UsageRow> rows(Actor actor, String entitlement, LocalDate from, LocalDate to) {
    actor.needs(Role.VIEWER);
    List<UsageRows.Day> days =
        data.read(
            tx ->
                UsageRows.between(
                    tx, entitlement, from.toEpochDay(), to.toEpochDay(), MAX_ROWS + 1));
    if (days.size() > MAX_ROWS) {
      throw new RefusedException(
          Refusal.TOO_LARGE, "that is more than " + MAX_ROWS + " rows", "ask for fewer days");
    }
    return days.stream()
        .map(
            day ->
                new UsageRow(
                    day.entitlement(), day.device(), LocalDate.ofEpochDay(day.day()), day.runs()))
        .toList();
  }

  /** By day, both included, newest first. Needs viewer. */
  public List<UsageDay> days(Actor actor, String entitlement, LocalDate from, LocalDate to) {
    actor.needs(Role.VIEWER);
    Bounds.check("number of days", to.toEpochDay() - from.toEpochDay(), 0, 3_660);
    List<UsageDay> days = new java.util.ArrayList<>();
    for (UsageRows.Total total :
        data.read(tx -> UsageRows.totals(tx, entitlement, from.toEpochDay(), to.toEpochDay()))) {
      days.add(0, new UsageDay(LocalDate.ofEpochDay(total.day()), total.runs(), total.devices()));
    }
    return days;
  }
}
