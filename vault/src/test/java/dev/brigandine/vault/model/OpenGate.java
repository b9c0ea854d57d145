package dev.brigandine.vault.model;

import dev.brigandine.license.License;
import dev.brigandine.vault.harden.Hardening;
import dev.brigandine.vault.harden.Measure;
import java.util.List;

/** A process that claims to be as closed as any licence may ask. */
final class OpenGate implements Hardening {
  @Override
  public List<Measure> measures() {
    return List.of();
  }

  @Override
  public void require(License license) {}
}
