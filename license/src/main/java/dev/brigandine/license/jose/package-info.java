/**
 * Strict readers of the JOSE forms that this room's files have, over the provider's primitives. Not
 * API: public only for the packages beside it.
 */
package dev.brigandine.license.jose;
