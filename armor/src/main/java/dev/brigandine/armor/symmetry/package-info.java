/** What is done to channels, chosen from a seed, and how weights take it up. Not API. */
package dev.brigandine.armor.symmetry;
