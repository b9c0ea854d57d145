/**
 * What an attack is. {@link dev.brigandine.audit.attack.Attack} is the service interface; an attack
 * gets a {@link dev.brigandine.audit.attack.Target} and returns an {@link
 * dev.brigandine.audit.attack.Outcome}.
 */
package dev.brigandine.audit.attack;
