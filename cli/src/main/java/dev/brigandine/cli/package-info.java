/** One command, brigandine. */
package dev.brigandine.cli;
