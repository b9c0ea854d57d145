package dev.brigandine.bench;

/**
 * One cold start, in nanoseconds.
 *
 * @param total from just before the process was started to its first answer, seen by the parent
 * @param jvm the share before {@code main}, and what the pipe took
 * @param open opening the model, ONNX Runtime's native library included
 * @param run the first run, the making of its input tensors included
 * @param peakBytes peak resident memory, or {@link PeakMemory#UNKNOWN}
 * @param digest of the answer
 */
record ColdRun(long total, long jvm, long open, long run, long peakBytes, String digest) {}
