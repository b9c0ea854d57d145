/** The SDK an application links: open, run, close. */
package dev.brigandine.runtime;
