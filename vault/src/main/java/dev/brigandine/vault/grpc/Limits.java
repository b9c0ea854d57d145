package dev.brigandine.vault.grpc;

/**
 * What one front takes at a time; {@code docs/vault-grpc.md} tells operators.
 *
 * @param calls of {@code ModelInfer}, until their answers have left; each has a thread while its
 *     model runs
 * @param bytes of requests that were read and are not yet answered
 */
record Limits(int calls, int connections, long bytes) {
  /** A quarter of the heap, or two of the largest requests. */
  static Limits usual(long maxBytes) {
    return new Limits(256, 1024, Math.max(2 * maxBytes, Runtime.getRuntime().maxMemory() / 4));
  }
}
