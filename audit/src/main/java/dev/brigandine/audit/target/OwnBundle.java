package dev.brigandine.audit.target;

import java.nio.file.Path;

/**
 * The owner's bundle and what opens it.
 *
 * @param bundle the {@code .brig} file
 * @param licence for the device
 * @param device the device's key file, without a passphrase: the victim's processes open it
 *     unattended
 */
public record OwnBundle(Path bundle, Path licence, Path device) {}
