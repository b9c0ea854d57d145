package dev.brigandine.vault.harden;

/**
 * One thing that closes the process to others.
 *
 * @param id stable, {@code not-dumpable}
 * @param required whether a licence with {@code isolation: vault} opens only where it is on
 * @param detail what was found, one sentence: {@code RLIMIT_CORE is 0}
 * @param remedy what the operator can do where it is off, else empty
 */
public record Measure(String id, State state, boolean required, String detail, String remedy) {}
