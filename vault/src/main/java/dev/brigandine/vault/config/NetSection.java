package dev.brigandine.vault.config;

import java.time.Duration;

/** {@code http} and {@code grpc}. */
final class NetSection {
  private static final long MAX_BYTES = 1L << 30;

  private NetSection() {}

  static NetConfig read(YamlSection section, int usualPort) {
    String listen = section.text("listen").orElse("127.0.0.1:" + usualPort);
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? listen : listen.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    NetConfig config =
        new NetConfig(
            host,
            colon < 0 ? usualPort : port(section.path("listen"), listen.substring(colon + 1)),
            section.file("api-keys"),
            section.section("tls").map(NetSection::tls),
            section.bytes("max-bytes", MAX_BYTES).orElse(64L << 20),
            section.duration("body-timeout", Duration.ofHours(1)).orElse(Duration.ofSeconds(30)));
    section.done();
    return config;
  }

  private static int port(String at, String text) {
    if (text.matches("\\d{1,5}") && Integer.parseInt(text) <= 65535) {
      return Integer.parseInt(text);
    }
    throw YamlSection.wrong(at, "must be host:port with a port of 0 to 65535");
  }

  private static NetConfig.Tls tls(YamlSection section) {
    NetConfig.Tls tls =
        new NetConfig.Tls(
            section.requiredFile("certificate"),
            section.requiredFile("key"),
            section.file("client-authority"));
    section.done();
    return tls;
  }
}
