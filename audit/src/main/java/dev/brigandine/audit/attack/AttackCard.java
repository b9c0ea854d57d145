package dev.brigandine.audit.attack;

import java.util.List;
import java.util.Objects;

/**
 * What an attack is, for people and for the report.
 *
 * @param id lower case with hyphens, unique: {@code hooked-session}
 * @param title a short noun phrase
 * @param family what it starts from
 * @param atlas MITRE ATLAS technique ids: {@code AML.T0044}
 * @param needs what the thief must have or be allowed, in a clause
 * @param method how it goes, with its source (paper, tool), in a sentence or two
 * @param eachForm whether its result depends on the {@link Protection}; otherwise it is run once
 * @param yieldsCopy whether it ends with weights or a working copy in memory
 * @param effort how long it takes
 */
public record AttackCard(
    String id,
    String title,
    Family family,
    List<String> atlas,
    String needs,
    String method,
    boolean eachForm,
    boolean yieldsCopy,
    Effort effort) {
  /** Checks the id. */
  public AttackCard {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("an attack's id is lower case with hyphens, not " + id);
    }
    atlas = List.copyOf(atlas);
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(family, "family");
    Objects.requireNonNull(needs, "needs");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(effort, "effort");
  }
}
