package dev.brigandine.license.machine;

import java.util.Optional;
import java.util.function.Function;

/**
 * Whether this process runs in a container: what is to be seen inside may then be the image's,
 * which every container made of it shares. A container that takes pains to hide is not noticed.
 */
final class Container {
  private Container() {}

  /** What it was recognised by, for people: {@code Docker (/.dockerenv)}. */
  static Optional<String> recognise(MachineFiles files, Function<String, String> environment) {
    if (files.exists("/.dockerenv")) {
      return Optional.of("Docker (/.dockerenv)");
    }
    if (files.exists("/run/.containerenv")) {
      return Optional.of("Podman (/run/.containerenv)");
    }
    if (environment.apply("KUBERNETES_SERVICE_HOST") != null) {
      return Optional.of("Kubernetes (KUBERNETES_SERVICE_HOST)");
    }
    String named = environment.apply("container");
    if (named != null && !named.isEmpty()) {
      return Optional.of(
          (named.matches("[a-z0-9-]{1,32}") ? named : "a container") + " (variable 'container')");
    }
    String systemd = files.text("/run/systemd/container");
    if (systemd != null && systemd.matches("[a-z0-9-]{1,32}")) {
      return Optional.of(systemd + " (/run/systemd/container)");
    }
    return byProcess(files);
  }

  private static Optional<String> byProcess(MachineFiles files) {
    String groups = files.text("/proc/self/cgroup");
    if (groups != null) {
      for (String mark :
          new String[] {"docker", "kubepods", "containerd", "libpod", "lxc", "buildkit"}) {
        if (groups.contains("/" + mark) || groups.contains(mark + "-")) {
          return Optional.of(mark + " (/proc/self/cgroup)");
        }
      }
    }
    for (Mounts.Mount mount : Mounts.of(files)) {
      if (mount.point().equals("/")) {
        boolean layered = mount.type().equals("overlay") || mount.type().equals("fuse-overlayfs");
        return layered ? Optional.of("a container (root is an overlay)") : Optional.empty();
      }
    }
    return Optional.empty();
  }
}
