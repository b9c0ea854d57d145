package dev.brigandine.audit.target;

import dev.brigandine.audit.attack.Answering;
import dev.brigandine.audit.attack.AuditData;
import dev.brigandine.audit.attack.Captured;
import dev.brigandine.audit.attack.Installed;
import dev.brigandine.audit.attack.Protection;
import dev.brigandine.audit.attack.Target;
import dev.brigandine.audit.attack.Yardstick;
import dev.brigandine.audit.endpoint.EndpointVictim;
import dev.brigandine.audit.process.HookedSession;
import dev.brigandine.bench.PrivateFolder;
import dev.brigandine.onnx.OnnxModel;
import dev.brigandine.onnx.SampleTensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One form. What takes time is done when it is asked for, and once. */
final class FormTarget implements Target {
  private final Forms forms;
  private final Protection form;
  private final Workshop workshop;
  private final Path folder;
  private final Optional<Installed> installed;
  private Captured captured;

  FormTarget(Forms forms, Protection form, Workshop workshop) throws IOException {
    this.forms = forms;
    this.form = form;
    this.workshop = workshop;
    if (form == Protection.PLAIN) {
      installed = Optional.empty();
      folder = workshop.plain(forms.original().files());
    } else {
      installed = Optional.of(workshop.installed(Workshop.armor(form)));
      folder = installed.get().bundle().getParent();
    }
  }

  @Override
  public Protection protection() {
    return form;
  }

  @Override
  public OnnxModel original() {
    return forms.original();
  }

  @Override
  public Path originalFile() {
    return forms.file();
  }

  @Override
  public Optional<Path> base() {
    return forms.base();
  }

  @Override
  public AuditData data() {
    return forms.data();
  }

  @Override
  public Yardstick yardstick() {
    return forms.yardstick();
  }

  @Override
  public Path folder() {
    return folder;
  }

  @Override
  public Optional<Installed> installed() {
    return installed;
  }

  @Override
  public synchronized Captured captured() throws Exception {
    if (form == Protection.VAULT) {
      throw new IllegalStateException("nothing was captured of a model in the vault");
    }
    if (captured == null) {
      try (PrivateFolder scratch = PrivateFolder.create(null)) {
        captured =
            installed.isEmpty()
                ? HookedSession.capture(forms.file(), run(), scratch.path())
                : HookedSession.capture(installed.get(), run(), scratch.path());
      }
    }
    return captured;
  }

  private List<SampleTensor> run() {
    return forms.data().test().item(0);
  }

  @Override
  public Captured capturedOfCustomer(int number) throws Exception {
    if (form == Protection.VAULT) {
      throw new IllegalStateException("nothing was captured of a model in the vault");
    }
    if (form == Protection.PLAIN || form == Protection.SEALED) {
      return captured(); // the same for every customer
    }
    try (PrivateFolder place = PrivateFolder.create(null)) {
      Installed theirs = workshop.customer(Workshop.armor(form), number, place.path());
      return HookedSession.capture(theirs, run(), place.path());
    }
  }

  @Override
  public Answering application() throws Exception {
    if (forms.endpoint().isPresent()) {
      return new EndpointVictim(forms.endpoint().get());
    }
    return installed.isEmpty()
        ? GraphAnswers.open(forms.original().toGraph(), Map.of())
        : Application.open(installed.get());
  }
}
