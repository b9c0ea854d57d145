/** Random graphs, each made again from one printed number, and what makes a failing one small. */
package dev.brigandine.armor.random;
