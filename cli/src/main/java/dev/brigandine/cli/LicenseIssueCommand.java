package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.license.Conditions;
import dev.brigandine.license.DevicePublicKey;
import dev.brigandine.license.LicenseIssuer;
import dev.brigandine.license.LicenseTerms;
import dev.brigandine.license.MachineBinding;
import dev.brigandine.license.VendorKey;
import dev.brigandine.license.machine.Fingerprint;
import dev.brigandine.license.machine.MatchPolicy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code brigandine license issue}. */
@Command(
    name = "issue",
    description = "License a bundle to a device. Needs the vendor's key and no database.")
final class LicenseIssueCommand implements Callable<Integer> {
  @Mixin VendorKeyOptions vendor;
  @Mixin ConditionOptions conditions;

  @Option(
      names = "--bundle",
      required = true,
      paramLabel = "FILE",
      description = "The protected model.")
  Path bundle;

  @Option(
      names = "--device",
      required = true,
      paramLabel = "FILE",
      description = "The device's public half.")
  Path device;

  @Option(
      names = "--expires",
      required = true,
      paramLabel = "DATE",
      description = "The last day it holds (UTC), or the moment it ends: 2027-01-31T12:00:00Z.")
  String expires;

  @Option(
      names = "--not-before",
      paramLabel = "DATE",
      description = "The first day it holds (UTC), or the moment. Default: now.")
  String notBefore;

  @Option(
      names = "--runs",
      paramLabel = "N",
      description = "How many runs it grants in all. Default: any number.")
  Long runs;

  @Option(
      names = "--match",
      paramLabel = "POLICY",
      description =
          "How many of the machine's traits in the device's public half must be found again: all,"
              + " most, two, any, or none. Default: most, if there are enough of them.")
  String match;

  @Option(
      names = {"-o", "--output"},
      required = true,
      paramLabel = "FILE",
      description = "The licence, a signed JWT.")
  Path output;

  private final Terminal terminal;

  LicenseIssueCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    AtomicFile.check(output);
    Outputs.refuseInputs(output, List.of(vendor.key, bundle, device));
    DevicePublicKey deviceKey = DevicePublicKey.load(device);
    LicenseTerms terms =
        new LicenseTerms(
            Moments.end("--expires", expires),
            Optional.ofNullable(notBefore).map(text -> Moments.start("--not-before", text)),
            runs == null ? OptionalLong.empty() : OptionalLong.of(runs),
            conditions.onto(machine(deviceKey)));
    String jwt;
    try (Bundle opened = Bundle.open(bundle)) {
      VendorKey key = vendor.load();
      jwt =
          LicenseIssuer.issue(
              key,
              opened.manifest(),
              opened.signer(),
              deviceKey,
              terms,
              terminal.clock().instant());
      terminal.say(
          "licensed "
              + Columns.shown(opened.manifest().modelId())
              + " version "
              + opened.manifest().modelVersion()
              + " to device "
              + deviceKey.thumbprint()
              + " until "
              + terms.expires());
    }
    AtomicFile.write(output, out -> out.write((jwt + "\n").getBytes(StandardCharsets.US_ASCII)));
    return 0;
  }

  private Conditions machine(DevicePublicKey device) {
    if ("none".equals(match)) {
      return Conditions.NONE;
    }
    MatchPolicy policy = match == null ? MatchPolicy.MOST : MatchPolicy.of(match);
    Optional<Fingerprint> machine = device.machine();
    if (machine.isEmpty() && match == null) {
      return Conditions.NONE;
    }
    if (machine.isEmpty()) {
      throw new BrigandineException(
          ErrorCode.USAGE,
          "--match " + match + " needs the machine's traits, and the device's public half has none",
          "a key on a token needs no traits: leave --match out; a key file of an older version has"
              + " none");
    }
    if (match == null && !machine.get().isEnough(policy)) {
      terminal.say(
          "the device's machine shows too few traits to be told by: a copy of its key file opens"
              + " elsewhere, too");
      return Conditions.NONE;
    }
    machine.get().checkEnough(policy);
    return Conditions.NONE.withMachine(
        new MachineBinding(MachineBinding.Match.valueOf(policy.name()), machine.get().hashes()));
  }
}
