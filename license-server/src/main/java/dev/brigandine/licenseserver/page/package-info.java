/** The vendor's page: the services as HTML, for people. */
package dev.brigandine.licenseserver.page;
