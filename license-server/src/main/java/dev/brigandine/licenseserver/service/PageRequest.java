package dev.brigandine.licenseserver.service;

import java.util.Optional;

/**
 * Which part of a list.
 *
 * @param limit 1 to {@value #MAX}
 * @param after a {@link Page#next()}; empty for the first part
 */
public record PageRequest(int limit, Optional<String> after) {
  /** The most items of a part. */
  public static final int MAX = 200;

  /** The first 50. */
  public static final PageRequest FIRST = new PageRequest(50, Optional.empty());

  /** Checks the ranges. */
  public PageRequest {
    if (limit < 1 || limit > MAX) {
      throw new RefusedException(
          Refusal.BAD_REQUEST, "limit must be from 1 to " + MAX + ", not " + limit, null);
    }
    after.ifPresent(
        text -> {
          if (text.length() > 64) {
            throw new RefusedException(
                Refusal.BAD_REQUEST, "the page's mark is too long", "take it from a page's answer");
          }
        });
  }
}
