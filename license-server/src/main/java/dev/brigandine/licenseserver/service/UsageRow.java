package dev.brigandine.licenseserver.service;

import java.time.LocalDate;

/** Runs of one device under one entitlement on one day (UTC, by the day they were reported). */
public record UsageRow(String entitlement, String device, LocalDate day, long runs) {}
