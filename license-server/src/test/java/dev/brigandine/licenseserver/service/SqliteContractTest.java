package dev.brigandine.licenseserver.service;

import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.io.TempDir;

class SqliteContractTest extends ContractTest {
  @TempDir Path folder;

  @Override
  LicenseServices open() {
    return Servers.open("sqlite:" + folder.resolve("a b.db"), Clock.systemUTC(), "a");
  }
}
