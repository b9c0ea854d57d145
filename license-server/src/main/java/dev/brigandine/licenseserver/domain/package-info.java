/**
 * What a licence server knows and decides, as values and pure functions: no clock, no database, no
 * network.
 */
package dev.brigandine.licenseserver.domain;
