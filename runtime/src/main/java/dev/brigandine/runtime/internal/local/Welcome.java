package dev.brigandine.runtime.internal.local;

import dev.brigandine.bundle.Manifest;
import dev.brigandine.bundle.TensorSpec;
import java.util.List;

/**
 * The vault's answer to {@link Hello}: all that a client needs to know of the model.
 *
 * @param name as the vault calls it
 * @param version served now; what a run was answered by, its result says
 * @param maxBytes the most bytes of tensors that a run may bring or answer
 * @param signer thumbprint of who signed the bundle
 * @param licence as the vault holds it, a JWT
 */
public record Welcome(
    String name,
    long version,
    long maxBytes,
    String signer,
    String licence,
    Manifest manifest,
    List<TensorSpec> inputs,
    List<TensorSpec> outputs) {
  /** Copies the lists. */
  public Welcome {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /**
   * @throws MalformedFrameException or another {@code RuntimeException} of what it is made of
   */
  public static Welcome read(Fields in) {
    int version = in.u16();
    if (version != Wire.VERSION) {
      throw new MalformedFrameException("the vault answered in version " + version);
    }
    Welcome welcome =
        new Welcome(
            in.text(),
            in.i64(),
            in.i64(),
            in.text(),
            in.longText(),
            ManifestFields.read(in),
            in.list(Wire.MAX_PORTS, ManifestFields::spec),
            in.list(Wire.MAX_PORTS, ManifestFields::spec));
    in.end();
    return welcome;
  }

  public FrameOut write(FrameOut out) {
    out.begin(Wire.WELCOME)
        .u16(Wire.VERSION)
        .text(name)
        .i64(version)
        .i64(maxBytes)
        .text(signer)
        .longText(licence);
    ManifestFields.write(out, manifest);
    return out.list(inputs, ManifestFields::spec).list(outputs, ManifestFields::spec);
  }
}
