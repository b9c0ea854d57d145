/**
 * The wire protocol between the SDK and a vault on the same machine, as {@code docs/vault-local.md}
 * specifies it: both ends read and write by these classes. Not API: it may change with any version,
 * while the protocol itself is versioned.
 */
package dev.brigandine.runtime.internal.local;
