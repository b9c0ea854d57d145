package dev.brigandine.bench;

/**
 * Where one side's cold starts went: medians in milliseconds, which need not add up to the median
 * of the whole.
 *
 * @param jvm before {@code main}, and what the pipe to the parent took
 * @param open opening the model, ONNX Runtime's native library included
 * @param run making the input tensors and the first run
 */
public record StartStages(double jvm, double open, double run) {}
