/** What an audit found, as values. */
package dev.brigandine.audit.result;
