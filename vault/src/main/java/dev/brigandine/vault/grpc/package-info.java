/**
 * The Open Inference Protocol V2 over gRPC. {@link dev.brigandine.vault.grpc.GrpcFront} is all of
 * it; requests to run a model are read by hand ({@code InferRequestReader}), since the generated
 * messages would copy each tensor and let two bytes on the wire become fifty in memory.
 */
package dev.brigandine.vault.grpc;
