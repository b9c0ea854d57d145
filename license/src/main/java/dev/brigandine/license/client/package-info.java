/**
 * The client of a licence server: activates devices, borrows seats and keeps them while a model is
 * open.
 */
package dev.brigandine.license.client;
