/**
 * The way in for callers on this machine: a Unix domain socket that tells who is there, and files
 * in memory that carry tensors. {@code docs/vault-local.md} specifies the protocol.
 *
 * <p>A caller may change or shorten the shared file whenever he likes. So it is never mapped here,
 * and nothing is read from it twice: inputs are copied out before anybody looks at them.
 */
package dev.brigandine.vault.local;
