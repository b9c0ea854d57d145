package dev.brigandine.licenseserver.service;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list, newest first.
 *
 * @param next what to ask the following part with; empty at the end
 */
public record Page<T>(List<T> items, Optional<String> next) {
  /** Takes a copy. */
  public Page {
    items = List.copyOf(items);
  }
}
