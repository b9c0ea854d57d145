/** What several customers get who put their copies together. In memory only. */
package dev.brigandine.audit.collude;
