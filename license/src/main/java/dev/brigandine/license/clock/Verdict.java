package dev.brigandine.license.clock;

import dev.brigandine.bundle.BrigandineException;
import java.time.Instant;

/**
 * What the time is taken to be, and whether the licence holds then.
 *
 * @param time the effective time
 * @param lowers whether a fresh witness says that what was remembered lay ahead of the truth
 * @param learns whether the time is to be remembered: not one that is itself refused
 * @param refusal null if the licence holds
 */
record Verdict(Instant time, boolean lowers, boolean learns, BrigandineException refusal) {}
