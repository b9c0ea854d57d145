/**
 * What lies about in files: model formats by their signatures and shapes, and the weights and names
 * of a known model in any stream of bytes. {@link dev.brigandine.audit.files.KnownContent} also
 * serves to search memory and dumps.
 */
package dev.brigandine.audit.files;
