/**
 * What both fronts on the network have in common: keys, certificates, and where they may listen.
 */
package dev.brigandine.vault.net;
