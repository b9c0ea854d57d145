package dev.brigandine.audit.result;

import dev.brigandine.audit.attack.Protection;
import java.util.Optional;

/**
 * What was not tried, or did not run to its end.
 *
 * @param attack its id
 * @param form empty for all of them
 * @param failed whether it was begun and broke off
 * @param why in a clause
 */
public record Untried(String attack, Optional<Protection> form, boolean failed, String why) {}
