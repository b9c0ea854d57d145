package dev.brigandine.cli.tensors;

/**
 * What a reader of foreign tensor files takes at most.
 *
 * @param tensors in one file
 * @param totalBytes of all tensors, decoded
 * @param textBytes of one JSON file
 */
record Limits(int tensors, long totalBytes, long textBytes) {
  static final Limits DEFAULT = new Limits(1024, 4L << 30, 512L << 20);
}
