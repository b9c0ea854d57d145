package dev.brigandine.vault.model;

import java.util.List;

/** The outputs of a run. Their buffers may be used again once this is closed. Not thread-safe. */
public interface Answer extends AutoCloseable {
  /** In the order that was asked for, else the model's. */
  List<Tensor> outputs();

  /** The version of the model that answered. */
  long version();

  @Override
  void close();
}
