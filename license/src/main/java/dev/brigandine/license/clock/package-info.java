/**
 * What a device remembers of time, versions and revocations, and what follows from it for a
 * licence. {@code docs/licensing.md} has the table of cases.
 */
package dev.brigandine.license.clock;
