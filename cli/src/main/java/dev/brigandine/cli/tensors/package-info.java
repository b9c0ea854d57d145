/** Tensors in files and in memory: what goes into a model and what comes out. */
package dev.brigandine.cli.tensors;
