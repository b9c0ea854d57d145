/** What the licence server does, for whoever speaks for it to devices and staff. */
package dev.brigandine.licenseserver.service;
