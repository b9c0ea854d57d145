/** Text to vectors: WordPiece tokens, a served model, pooling. Knows nothing of HTTP. */
package dev.brigandine.vault.embed;
