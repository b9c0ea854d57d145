/** Trains the models that tests use, and measures what a thief gets of an armored one. */
package dev.brigandine.study;
