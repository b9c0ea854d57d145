/** What a graph tells of the architecture it has, names aside. */
package dev.brigandine.audit.structure;
