package dev.brigandine.vault.grpc;

/**
 * What one front takes at a time; {@code docs/vault-grpc.md} tells operators.
 *
 * @param calls of {@code ModelInfer}, until their answers have left; each has a thread while its
 *     model runs
 * @param bytes of requests that were read and are not yet answered
 */
record Limits(int calls, int connections, long bytes) {
  /** A quarter of the heap, or two of the largest requests; never more than half the heap. */
  static Limits usual(long maxBytes) {
    long heap = Runtime.getRuntime().maxMemory();
    return new Limits(256, 1024, Math.min(heap / 2, Math.max(2 * maxBytes, heap / 4)));
  }
}
