/** The vendor's side: read a model, seal it, write a bundle. */
package dev.brigandine.protect;
