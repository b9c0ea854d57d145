/** Symmetries whose inverse is no part of the graph but arrives as a key tensor. Not API. */
package dev.brigandine.armor.locks;
