package dev.brigandine.audit.training.torch;

import ai.djl.ndarray.NDArray;

/** Floats, of any type in the file, as float32 of PyTorch. */
record Real(NDArray array) implements Value {
  @Override
  public long[] shape() {
    return array.getShape().getShape();
  }
}
