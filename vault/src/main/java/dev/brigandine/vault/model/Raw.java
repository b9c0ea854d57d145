package dev.brigandine.vault.model;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * What the engine made in one run.
 *
 * @param outputs in the order wanted
 * @param pooled buffers to give back once nobody reads the outputs
 */
record Raw(Tensor[] outputs, List<ByteBuffer> pooled) {}
