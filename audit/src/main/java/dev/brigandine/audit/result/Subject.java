package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.Score;

/**
 * What was audited.
 *
 * @param name the model's file name
 * @param bytes of the original
 * @param weights how many numbers were trained
 * @param bundle id, version, armor of the owner's bundle, in words
 * @param data where the samples come from
 * @param samples how many copies are scored on
 * @param labelled whether accuracy is by labels; otherwise agreement with the original counts
 * @param original the original's own score
 * @param chance what guessing reaches
 */
public record Subject(
    String name,
    long bytes,
    long weights,
    String bundle,
    String data,
    int samples,
    boolean labelled,
    Score original,
    Score chance) {}
