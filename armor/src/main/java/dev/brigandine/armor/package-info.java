/** Rewrites a model so that what the runtime holds is not what was trained, and proves it. */
package dev.brigandine.armor;
