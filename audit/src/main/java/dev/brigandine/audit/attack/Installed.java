package dev.brigandine.audit.attack;

import dev.brigandine.bundle.SignerId;
import dev.brigandine.license.VendorKey;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A protected model and what opens it.
 *
 * @param bundle the {@code .brig} file
 * @param licence for the device
 * @param device the device's key, without a passphrase
 * @param signer who signed both
 * @param vendor the key that signed them, where the audit made them itself; such a key signs
 *     nothing else
 * @param state where the device keeps its memory of licences
 */
public record Installed(
    Path bundle,
    Path licence,
    Path device,
    SignerId signer,
    Optional<VendorKey> vendor,
    Path state) {}
