/**
 * ONNX graphs computed by PyTorch, with gradients. What tells sizes (integers, truth values) is
 * computed in Java on the side; floats are PyTorch's.
 */
package dev.brigandine.audit.training.torch;
