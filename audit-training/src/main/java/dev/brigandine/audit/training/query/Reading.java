package dev.brigandine.audit.training.query;

import dev.brigandine.audit.attack.Score;

/**
 * How good a surrogate is after some queries.
 *
 * @param queries asked until then
 * @param score on the test samples
 * @param whole whether it was trained to the end; otherwise the time was up
 */
public record Reading(int queries, Score score, boolean whole) {}
