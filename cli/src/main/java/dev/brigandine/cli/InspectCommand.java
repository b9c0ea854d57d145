package dev.brigandine.cli;

import dev.brigandine.bundle.BrigandineException;
import dev.brigandine.bundle.Bundle;
import dev.brigandine.bundle.ErrorCode;
import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.SectionInfo;
import dev.brigandine.bundle.SignerId;
import dev.brigandine.bundle.TensorSpec;
import dev.brigandine.license.VendorPublicKey;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code brigandine inspect}. */
@Command(
    name = "inspect",
    description =
        "Show what anyone may know of a bundle. No key is needed; the signature and every byte of"
            + " the file are checked.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "BUNDLE", description = "The protected model.")
  Path file;

  @Option(names = "--json", description = "Print one JSON object.")
  boolean json;

  @Option(
      names = "--trust",
      paramLabel = "FILE",
      description = "The vendor's public half: a bundle that another signed is refused.")
  Path trust;

  private final Terminal terminal;

  InspectCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (Bundle bundle = Bundle.open(file)) {
      if (trust != null) {
        requireSigner(bundle, VendorPublicKey.load(trust).signer());
      }
      bundle.checkDigests();
      if (json) {
        Json.print(terminal.out(), members(bundle));
      } else {
        print(bundle);
      }
    }
    return 0;
  }

  private static void requireSigner(Bundle bundle, SignerId trusted) {
    if (!bundle.signer().equals(trusted)) {
      throw new BrigandineException(
          ErrorCode.BAD_SIGNATURE,
          "the bundle is signed by " + bundle.signer() + ", who is not trusted",
          "trusted is " + trusted);
    }
  }

  private void print(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    Columns facts = new Columns("");
    facts.row("model", manifest.modelId() + ", version " + manifest.modelVersion());
    manifest.customer().ifPresent(customer -> facts.row("customer", customer));
    facts.row("bundle", manifest.bundleId());
    facts.row("created", manifest.created().toString());
    facts.row("armor", manifest.armor());
    facts.row("needs", "brigandine " + manifest.minimumRuntime() + " or newer");
    facts.row(
        "signer",
        bundle.signer()
            + ", signature valid"
            + (trust == null ? "" : ", trusted")
            + ", every byte as signed");
    facts.row(
        "size",
        Sizes.text(bundle.fileSize())
            + " (manifest "
            + Sizes.text(bundle.manifestLength())
            + ", signature "
            + Sizes.text(bundle.signatureLength())
            + ")");
    facts.print(terminal.out());
    if (manifest.armored()) {
      terminal.out().println("inputs and outputs are in the encrypted part");
    } else {
      print("inputs", manifest.inputs());
      print("outputs", manifest.outputs());
    }
    terminal.out().println("sections");
    Columns sections = new Columns("  ");
    for (SectionInfo section : manifest.sections()) {
      sections.row(section.name(), Sizes.text(section.length()), "at " + section.offset());
    }
    sections.print(terminal.out());
  }

  private void print(String title, List<TensorSpec> specs) {
    terminal.out().println(title);
    Columns columns = new Columns("  ");
    for (TensorSpec spec : specs) {
      columns.row(spec.name(), spec.type() + "[" + String.join(", ", spec.shape()) + "]");
    }
    columns.print(terminal.out());
  }

  private static Map<String, Object> members(Bundle bundle) {
    Manifest manifest = bundle.manifest();
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("format", "brig/1");
    members.put("bundle", manifest.bundleId());
    members.put("id", manifest.modelId());
    members.put("version", manifest.modelVersion());
    manifest.customer().ifPresent(customer -> members.put("customer", customer));
    members.put("armor", manifest.armor());
    members.put("runtime", manifest.minimumRuntime());
    members.put("created", manifest.created().toString());
    members.put("signature", "valid");
    members.put("signer", bundle.signer().thumbprint());
    if (!manifest.armored()) {
      members.put("inputs", specs(manifest.inputs()));
      members.put("outputs", specs(manifest.outputs()));
    }
    members.put("sections", sections(manifest.sections()));
    Map<String, Object> sizes = new LinkedHashMap<>();
    sizes.put("file", bundle.fileSize());
    sizes.put("manifest", bundle.manifestLength());
    sizes.put("signature", bundle.signatureLength());
    members.put("sizes", sizes);
    return members;
  }

  private static List<Object> specs(List<TensorSpec> specs) {
    List<Object> list = new ArrayList<>();
    for (TensorSpec spec : specs) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("name", spec.name());
      members.put("type", spec.type());
      members.put("shape", spec.shape());
      list.add(members);
    }
    return list;
  }

  private static List<Object> sections(List<SectionInfo> sections) {
    List<Object> list = new ArrayList<>();
    for (SectionInfo section : sections) {
      Map<String, Object> members = new LinkedHashMap<>();
      members.put("name", section.name());
      members.put("offset", section.offset());
      members.put("length", section.length());
      members.put(
          "digest", Base64.getUrlEncoder().withoutPadding().encodeToString(section.digest()));
      list.add(members);
    }
    return list;
  }
}
