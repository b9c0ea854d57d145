/** Who may open a bundle, where, until when, how often. */
package dev.brigandine.license;
