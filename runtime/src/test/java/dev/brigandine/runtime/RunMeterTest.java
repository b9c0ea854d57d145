package dev.brigandine.runtime;

import static dev.brigandine.runtime.Refusals.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.Rate;
import dev.brigandine.license.clock.Ticker;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RunMeterTest {
  @TempDir Path state;

  private RunMeter open(Licensed licensed) {
    return licensed.meter(state);
  }

  private static int runsUntilRefused(RunMeter meter) {
    for (int runs = 0; ; runs++) {
      try {
        meter.count();
      } catch (BrigandineException e) {
        assertThat(e.code()).isEqualTo(ErrorCode.LICENSE_EXPIRED);
        return runs;
      }
    }
  }

  private Path file() throws Exception {
    try (Stream<Path> files = Files.list(state.resolve("runs"))) {
      return files.findFirst().orElseThrow();
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 99, 100, 250, 6401})
  void grantsExactlyTheRunsOfTheLicence(long runs) {
    Licensed licensed = Licensed.forRuns(runs);
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).isEqualTo((int) runs);
    }
    try (RunMeter meter = open(licensed)) {
      refused(ErrorCode.LICENSE_EXPIRED, meter::count);
    }
  }

  @Test
  void closingGivesBackWhatWasNotUsed() {
    Licensed licensed = Licensed.forRuns(1000);
    for (int i = 0; i < 500; i++) {
      try (RunMeter meter = open(licensed)) {
        meter.count();
      }
    }
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).isEqualTo(500);
    }
  }

  @Test
  void aCrashGrantsNothingAndCostsAtMostABlock() {
    Licensed licensed = Licensed.forRuns(1000);
    for (int i = 0; i < 3; i++) {
      @SuppressWarnings("resource") // never closed: that is the crash
      RunMeter crashed = open(licensed);
      crashed.count();
    }
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).isBetween(1000 - 3 * 10, 1000 - 3);
    }
  }

  @Test
  void threadsAndOpensAtOnceNeverGetMore() throws Exception {
    Licensed licensed = Licensed.forRuns(300);
    AtomicInteger granted = new AtomicInteger();
    Thread[] threads = new Thread[6];
    RunMeter shared = open(licensed);
    for (int i = 0; i < threads.length; i++) {
      boolean own = i % 2 == 0;
      threads[i] =
          new Thread(
              () -> {
                if (own) {
                  try (RunMeter meter = open(licensed)) {
                    granted.addAndGet(runsUntilRefused(meter));
                  }
                } else {
                  granted.addAndGet(runsUntilRefused(shared));
                }
              });
      threads[i].start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    shared.close();
    assertThat(granted).hasValue(300);
  }

  @Test
  void processesAtOnceNeverGetMore() throws Exception {
    Licensed licensed = Licensed.forRuns(400);
    Process[] processes = new Process[3];
    for (int i = 0; i < processes.length; i++) {
      processes[i] = CountingProcess.start(licensed, state);
    }
    int granted = 0;
    for (Process process : processes) {
      String said = new String(process.getInputStream().readAllBytes());
      assertThat(process.waitFor()).as(said).isZero();
      granted += Integer.parseInt(said.strip());
    }
    assertThat(granted).isEqualTo(400);
  }

  @Test
  void anEditedCountIsRefused() throws Exception {
    Licensed licensed = Licensed.forRuns(10);
    try (RunMeter meter = open(licensed)) {
      meter.count();
    }
    byte[] good = Files.readAllBytes(file());
    for (int i = 0; i < good.length * 8; i++) {
      byte[] bad = good.clone();
      bad[i / 8] ^= (byte) (1 << i % 8);
      Files.write(file(), bad);
      try (RunMeter meter = open(licensed)) {
        refused(ErrorCode.TAMPERED, meter::count);
      }
      assertThat(Files.readAllBytes(file())).as("left as it was").isEqualTo(bad);
    }
  }

  @Test
  void aCutOrLengthenedCountIsRefused() throws Exception {
    Licensed licensed = Licensed.forRuns(10);
    try (RunMeter meter = open(licensed)) {
      meter.count();
    }
    byte[] good = Files.readAllBytes(file());
    for (int length = 1; length < 60; length++) {
      if (length != good.length) {
        Files.write(file(), java.util.Arrays.copyOf(good, length));
        try (RunMeter meter = open(licensed)) {
          refused(ErrorCode.TAMPERED, meter::count);
        }
      }
    }
  }

  @Test
  void anotherLicencesCountIsRefused() throws Exception {
    Licensed generous = Licensed.forRuns(1_000_000);
    try (RunMeter meter = open(generous)) {
      meter.count();
    }
    byte[] foreign = Files.readAllBytes(file());
    Files.delete(file());
    Licensed licensed = Licensed.forRuns(10);
    try (RunMeter meter = open(licensed)) {
      meter.count();
    }
    Files.write(file(), foreign);
    try (RunMeter meter = open(licensed)) {
      refused(ErrorCode.TAMPERED, meter::count);
    }
  }

  /** A weakness that is documented: only a server or a hardware counter could hold against it. */
  @Test
  void aDeletedOrRestoredCountStartsAgain() throws Exception {
    Licensed licensed = Licensed.forRuns(5);
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).isEqualTo(5);
    }
    Files.delete(file());
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).isEqualTo(5);
    }
    Files.write(file(), new byte[0]);
    try (RunMeter meter = open(licensed)) {
      assertThat(runsUntilRefused(meter)).as("cut to nothing is as deleted").isEqualTo(5);
    }
  }

  @Test
  void timeEndsWhileTheModelIsOpen() {
    Licensed licensed = Licensed.of(LicenseTerms.expiring(Licensed.END).build());
    MovingClock clock = new MovingClock(Licensed.NOW);
    try (RunMeter meter = licensed.meter(state, clock, Ticker.SYSTEM)) {
      meter.count();
      clock.set(Licensed.END.minusMillis(1));
      meter.count();
      clock.set(Licensed.END);
      refused(ErrorCode.LICENSE_EXPIRED, meter::count);
    }
    assertThat(state.resolve("runs")).as("no count for a licence without one").doesNotExist();
  }

  @Test
  void timeGoesOnThoughTheClockIsHeldOrTurnedBack() {
    Licensed licensed = Licensed.of(LicenseTerms.expiring(Licensed.END).build());
    MovingClock clock = new MovingClock(Licensed.NOW);
    AtomicLong nanos = new AtomicLong();
    try (RunMeter meter = licensed.meter(state, clock, nanos::get)) {
      long all = Duration.between(Licensed.NOW, Licensed.END).toNanos();
      clock.set(Licensed.NOW.minusSeconds(1_000_000));
      nanos.set(all - 1_000_000);
      meter.count();
      nanos.set(all);
      refused(ErrorCode.LICENSE_EXPIRED, meter::count);
    }
  }

  @Test
  void aRateIsKeptAndWhatItRefusesCostsNoRun() {
    Conditions rated = Conditions.NONE.withRate(new Rate(4, Duration.ofSeconds(2)));
    Licensed licensed =
        Licensed.of(LicenseTerms.expiring(Licensed.END).runs(6).conditions(rated).build());
    AtomicLong nanos = new AtomicLong();
    try (RunMeter meter = licensed.meter(state, Licensed.CLOCK, nanos::get)) {
      for (int i = 0; i < 4; i++) {
        meter.count();
      }
      refused(ErrorCode.RATE_LIMITED, meter::count);
      nanos.addAndGet(499_999_999);
      refused(ErrorCode.RATE_LIMITED, meter::count);
      nanos.addAndGet(1);
      meter.count();
      refused(ErrorCode.RATE_LIMITED, meter::count);
      nanos.addAndGet(3_600_000_000_000L);
      meter.count();
      refused(ErrorCode.LICENSE_EXPIRED, meter::count);
    }
  }

  @Test
  void aRunThatRacedWithCloseDoesNotSpoilTheCount() throws Exception {
    Licensed licensed = Licensed.forRuns(5);
    RunMeter meter = open(licensed);
    meter.close();
    meter.close();
    assertThatThrownBy(meter::count).isInstanceOf(IllegalStateException.class);
    try (RunMeter next = open(licensed)) {
      assertThat(runsUntilRefused(next)).isEqualTo(5);
    }
  }

  @Test
  void aFolderThatCannotBeIsAnErrorOfOurs() throws Exception {
    Path occupied = Files.writeString(state.resolve("file"), "not a folder");
    Licensed licensed = Licensed.forRuns(5);
    try (RunMeter meter = licensed.meter(occupied)) {
      refused(ErrorCode.IO, meter::count);
    }
  }
}
