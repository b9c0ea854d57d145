package dev.brigandine.armor;

import java.util.List;

/**
 * What a rewrite does to a model.
 *
 * @param coverage share of the bytes of weights that a secret symmetry moves, 0 to 1
 * @param mixLocked share of the bytes of weights that are behind a lock of the mixing kind, 0 to 1
 * @param weightBytes bytes of all weights
 * @param classes the channel classes that are moved
 * @param locks in the order of {@link ArmoredModel#keys}' first use
 * @param pinned weights that stay as they are, or move along some of their axes only
 * @param unknown operators without a rule, each once
 * @param estimatedCost of the locks, as a share of the model's run time
 * @param reduced what was left undone since the model did not bear it; empty if nothing was
 */
public record ArmorReport(
    double coverage,
    double mixLocked,
    long weightBytes,
    List<ChannelClass> classes,
    List<Lock> locks,
    List<Pinned> pinned,
    List<String> unknown,
    double estimatedCost,
    String reduced) {
  /**
   * A channel class.
   *
   * @param size channels
   * @param axes of weights that move with it
   * @param weightBytes of these weights
   * @param symmetries {@code permute}, {@code rescale}, {@code mix}: what is done to it
   */
  public record ChannelClass(long size, int axes, long weightBytes, List<String> symmetries) {}

  /**
   * A lock.
   *
   * @param kind {@code scale}, {@code permute}, {@code mix}
   * @param value the value of the original graph it stands behind
   * @param size channels
   * @param weightBytes of the weights behind it
   * @param cost as a share of the model's run time, estimated
   */
  public record Lock(String kind, String value, long size, long weightBytes, double cost) {}

  /**
   * A weight that is not moved, or not along all axes.
   *
   * @param name in the original
   * @param bytes of it
   * @param moved whether some symmetry moves it
   * @param reason one clause
   */
  public record Pinned(String name, long bytes, boolean moved, String reason) {}

  /** Copies the lists. */
  public ArmorReport {
    classes = List.copyOf(classes);
    locks = List.copyOf(locks);
    pinned = List.copyOf(pinned);
    unknown = List.copyOf(unknown);
  }
}
