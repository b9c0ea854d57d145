/** What other rooms of this house need of the SDK and applications do not. Not API. */
package dev.brigandine.runtime.internal;
