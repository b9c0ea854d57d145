package dev.brigandine.licenseserver.service;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class SqliteHostileTest extends HostileContractTest {
  @TempDir Path folder;

  @Override
  String address() {
    return "sqlite:" + folder.resolve("s.db");
  }
}
