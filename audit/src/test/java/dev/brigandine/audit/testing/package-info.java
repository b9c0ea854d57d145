/** Models to attack, for the tests of attacks here and in other jars. */
package dev.brigandine.audit.testing;
