/** Training: a loop that ends in time, and what a network can be taught by. */
package dev.brigandine.audit.training.fit;
