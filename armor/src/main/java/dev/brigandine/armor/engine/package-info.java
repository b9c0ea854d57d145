/**
 * Models run by ONNX Runtime, for the vendor: what every value of a graph is, whether two models
 * answer alike, how long they take. The only package of this room that knows ONNX Runtime.
 */
package dev.brigandine.armor.engine;
