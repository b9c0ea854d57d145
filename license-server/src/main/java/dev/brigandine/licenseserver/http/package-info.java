/** The licence server's HTTP surface: shell, device and staff endpoints. */
package dev.brigandine.licenseserver.http;
