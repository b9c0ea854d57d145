/**
 * Attacks that start from a captured copy and train: tuning it, its keys alone, and what a copy is
 * good for besides running it.
 */
package dev.brigandine.audit.training.copy;
