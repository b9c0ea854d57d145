/**
 * Attacks on licence and bundle, each row of what the documentation says of them: altered bundles
 * and licences, clocks, and ways around a licence. All that is altered is a copy in the run's
 * scratch folder.
 */
package dev.brigandine.audit.license;
