/** Whole-process and in-process comparisons with plain ONNX Runtime. */
package dev.brigandine.bench;
