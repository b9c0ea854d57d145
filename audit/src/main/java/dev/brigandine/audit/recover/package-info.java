/**
 * What a thief who owns the public base model makes of a captured copy: he brings its weights back
 * into the base's order, scale and basis. In memory only.
 */
package dev.brigandine.audit.recover;
