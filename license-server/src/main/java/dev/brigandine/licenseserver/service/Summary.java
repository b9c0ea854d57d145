package dev.brigandine.licenseserver.service;

import dev.brigandine.licenseserver.domain.Entitlement;
import java.util.List;

/**
 * What there is to see at a glance.
 *
 * @param seats of all floating entitlements that hold now
 * @param inUse leases that are not over
 * @param expiring entitlements that end within 30 days, the first to end first, at most 20
 * @param expiringBundles bundles whose delegation ends within 30 days, at most 20
 */
public record Summary(
    long customers,
    long entitlements,
    long devices,
    long seats,
    long inUse,
    List<Entitlement> expiring,
    List<dev.brigandine.licenseserver.domain.RegisteredBundle> expiringBundles) {}
