/**
 * Attacks that train, by DJL with PyTorch: fine-tuning a captured copy, and rebuilding a model from
 * its answers. A jar of its own, since PyTorch is large; the audit finds it as it finds any other
 * jar with attacks.
 */
package dev.brigandine.audit.training;
