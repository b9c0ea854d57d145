/** Keys and counters in hardware: PKCS#11 tokens by the JDK's provider, and a TPM's NV counter. */
package dev.brigandine.license.token;
