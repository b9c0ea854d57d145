/** The .brig file: format, payload encryption, signature. */
package dev.brigandine.bundle;
