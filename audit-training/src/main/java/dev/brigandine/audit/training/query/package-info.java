/**
 * Attacks by queries: a surrogate is trained on what the victim answers. What it is trained on
 * differs from attack to attack; the counting of queries, the surrogate and the scoring are the
 * same, so that figures can be compared. A surrogate lives in memory and is let go of once scored.
 */
package dev.brigandine.audit.training.query;
