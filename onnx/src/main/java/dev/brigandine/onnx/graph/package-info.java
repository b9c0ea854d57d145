/** ONNX graphs as values: to walk, to edit, and to make a model of again. */
package dev.brigandine.onnx.graph;
