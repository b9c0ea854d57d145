/** Rewrites that keep the function: separate constants, other names, another order. Not API. */
package dev.brigandine.armor.passes;
