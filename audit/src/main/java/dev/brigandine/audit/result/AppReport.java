package dev.brigandine.audit.result;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * What lies about in an application: a folder, an archive, or archives within archives.
 *
 * @param scanned the path as it was given
 * @param bytes read, those of unpacked archives included
 * @param models found, the most exposed first
 * @param unread places that could not be looked into, and why, a sentence each
 * @param partial whether the scan was stopped before its end
 */
public record AppReport(
    Instant begun,
    Duration took,
    String version,
    String scanned,
    long bytes,
    List<FoundModel> models,
    List<String> unread,
    boolean partial) {
  /** Copies the lists. */
  public AppReport {
    models = List.copyOf(models);
    unread = List.copyOf(unread);
  }
}
