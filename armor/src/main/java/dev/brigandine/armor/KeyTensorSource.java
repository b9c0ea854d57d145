package dev.brigandine.armor;

import java.nio.ByteBuffer;

/** Derives key tensors; for the vendor as the runtime will for the customer. */
public interface KeyTensorSource {
  /**
   * The elements of a key tensor, little-endian, float32 or int64 as its kind says.
   *
   * @param index its place among the model's key tensors, from 0
   */
  ByteBuffer derive(int index, KeyTensor tensor);
}
