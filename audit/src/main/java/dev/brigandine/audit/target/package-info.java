/**
 * The owner's model in every form, made on the spot, and what a theft is measured by. {@link
 * dev.brigandine.audit.target.Forms} makes them.
 */
package dev.brigandine.audit.target;
