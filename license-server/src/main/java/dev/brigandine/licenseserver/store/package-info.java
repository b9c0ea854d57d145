/** Where it is kept: SQLite or PostgreSQL. */
package dev.brigandine.licenseserver.store;
