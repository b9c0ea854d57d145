/** ONNX graphs as values: read, split, write. */
package dev.brigandine.onnx;
