/** A vendor's licence server: activation, floating leases, revocation, usage. */
package dev.brigandine.licenseserver;
