package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.Outcome;
import dev.brigandine.audit.attack.Protection;
import java.time.Duration;
import java.util.Optional;

/**
 * What one attack did to one form.
 *
 * @param attack its id
 * @param form empty where the attack's result does not depend on it
 * @param seed of all that was random
 */
public record Cell(
    String attack, Optional<Protection> form, Outcome outcome, Duration took, long seed) {}
