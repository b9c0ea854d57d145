package dev.brigandine.licenseserver.service;

import java.time.LocalDate;

/** Runs under one entitlement on one day (UTC, by the day they were reported). */
public record UsageDay(LocalDate day, long runs, long devices) {}
