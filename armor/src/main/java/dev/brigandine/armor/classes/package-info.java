/** Which tensor axes move together, and how far each may be changed. Not API. */
package dev.brigandine.armor.classes;
