package dev.brigandine.audit;

import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.endpoint.Endpoint;
import dev.brigandine.audit.target.OwnBundle;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * What to audit and how far. Immutable; start from {@link #of}.
 *
 * @param original the model as it was trained
 * @param own the owner's bundle of it; empty to attack trial bundles alone
 * @param base the public model it was tuned from
 * @param endpoint that serves the model; empty to ask the forms themselves
 * @param data to measure by
 * @param task what the answers are; empty to tell by the labels
 * @param forms to attack
 * @param attacks which ones
 * @param budget for all of it
 * @param seed of everything random
 * @param command that makes the audit again, for the report
 */
public record AuditOptions(
    Path original,
    Optional<OwnBundle> own,
    Optional<Path> base,
    Optional<Endpoint> endpoint,
    AuditData data,
    Optional<Yardstick.Task> task,
    Set<Protection> forms,
    Selection attacks,
    Duration budget,
    long seed,
    String command) {
  /** What an audit takes if nothing is said. */
  public static final Duration USUAL_BUDGET = Duration.ofMinutes(10);

  /** Copies the forms. */
  public AuditOptions {
    forms = Set.copyOf(forms);
  }

  /** All forms, the usual attacks and budget, seed 1, trial bundles. */
  public static AuditOptions of(Path original, AuditData data) {
    return new AuditOptions(
        original,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        data,
        Optional.empty(),
        EnumSet.allOf(Protection.class),
        Selection.USUAL,
        USUAL_BUDGET,
        1,
        "");
  }

  /** With the owner's own bundle in the place of a trial one. */
  public AuditOptions own(OwnBundle bundle) {
    return new AuditOptions(
        original,
        Optional.of(bundle),
        base,
        endpoint,
        data,
        task,
        forms,
        attacks,
        budget,
        seed,
        command);
  }

  /** The thief owns that public model. */
  public AuditOptions base(Path model) {
    return new AuditOptions(
        original,
        own,
        Optional.of(model),
        endpoint,
        data,
        task,
        forms,
        attacks,
        budget,
        seed,
        command);
  }

  /** What asks the application asks that endpoint, whatever the form. */
  public AuditOptions endpoint(Endpoint served) {
    return new AuditOptions(
        original,
        own,
        base,
        Optional.of(served),
        data,
        task,
        forms,
        attacks,
        budget,
        seed,
        command);
  }

  /** The answers are such. */
  public AuditOptions task(Yardstick.Task kind) {
    return new AuditOptions(
        original,
        own,
        base,
        endpoint,
        data,
        Optional.of(kind),
        forms,
        attacks,
        budget,
        seed,
        command);
  }

  /** Only those forms. */
  public AuditOptions forms(Set<Protection> some) {
    return new AuditOptions(
        original, own, base, endpoint, data, task, some, attacks, budget, seed, command);
  }

  /** Those attacks. */
  public AuditOptions attacks(Selection selection) {
    return new AuditOptions(
        original, own, base, endpoint, data, task, forms, selection, budget, seed, command);
  }

  /** No longer than that, by and large: what does not fit is told as not tried. */
  public AuditOptions budget(Duration time) {
    return new AuditOptions(
        original, own, base, endpoint, data, task, forms, attacks, time, seed, command);
  }

  /** Another seed. */
  public AuditOptions seed(long other) {
    return new AuditOptions(
        original, own, base, endpoint, data, task, forms, attacks, budget, other, command);
  }

  /** How the audit was called. */
  public AuditOptions command(String words) {
    return new AuditOptions(
        original, own, base, endpoint, data, task, forms, attacks, budget, seed, words);
  }
}
