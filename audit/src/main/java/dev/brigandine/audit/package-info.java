/**
 * Attacks the owner's own model with the thief's tools, and tells what each yields. {@link
 * dev.brigandine.audit.Audit} is the way in.
 */
package dev.brigandine.audit;
