/** Where an audit's samples come from: drawn, or the owner's files. */
package dev.brigandine.audit.data;
