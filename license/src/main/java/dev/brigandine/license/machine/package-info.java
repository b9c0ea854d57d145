/** What tells one machine from another, without anything a user would mind giving away. */
package dev.brigandine.license.machine;
