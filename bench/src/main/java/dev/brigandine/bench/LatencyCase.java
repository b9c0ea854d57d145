package dev.brigandine.bench;

/**
 * One latency case. Calls were timed in short blocks, plain and sealed in turn; each block counts
 * by its median call.
 *
 * @param label of the inputs
 * @param threads intra-op threads
 * @param ratio {@code sealedMillis / plainMillis}
 * @param plainMillis milliseconds a call: the lower quartile of the plain blocks, which other work
 *     on the machine disturbs least
 * @param sealedMillis the same for the sealed blocks
 * @param plainMedianMillis the median of the plain blocks, disturbed ones included
 * @param sealedMedianMillis the same for the sealed blocks
 * @param spreadLow a quarter of the pairs of neighbouring blocks had a ratio below this
 * @param spreadHigh a quarter had one above this; far apart means a machine too busy to tell
 * @param calls timed calls on each side
 * @param blocks blocks on each side
 * @param identical whether both sides' answers were bit-identical
 * @param agrees whether they agreed; see {@link OutputDifference#agrees}
 */
public record LatencyCase(
    String label,
    int threads,
    double ratio,
    double plainMillis,
    double sealedMillis,
    double plainMedianMillis,
    double sealedMedianMillis,
    double spreadLow,
    double spreadHigh,
    int calls,
    int blocks,
    boolean identical,
    boolean agrees) {}
