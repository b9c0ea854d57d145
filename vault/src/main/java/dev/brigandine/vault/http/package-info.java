/**
 * HTTP for everybody: the Open Inference Protocol V2 with its binary tensor data, and {@code
 * /v1/embeddings} in OpenAI's shape.
 */
package dev.brigandine.vault.http;
