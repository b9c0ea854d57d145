/**
 * The engine in a process of its own, hardened. {@code model} holds the open models and runs them;
 * {@code local}, {@code http} and {@code grpc} let callers in; {@code harden} closes the process to
 * everybody else; {@code config} reads what the operator wrote.
 */
package dev.brigandine.vault;
