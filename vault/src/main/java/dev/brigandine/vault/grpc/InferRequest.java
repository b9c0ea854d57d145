package dev.brigandine.vault.grpc;

import dev.brigandine.vault.model.Tensor;
import java.util.List;

/**
 * What a caller asks for.
 *
 * @param version as it was sent; empty for the newest
 * @param raw whether tensors came in {@code raw_input_contents}, and go back that way
 * @param inputs reach into the bytes that came
 * @param outputs names of those wanted; empty for all
 */
record InferRequest(
    String model,
    String version,
    String id,
    boolean raw,
    List<Tensor> inputs,
    List<String> outputs) {}
