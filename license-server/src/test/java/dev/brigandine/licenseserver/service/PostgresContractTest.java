package dev.brigandine.licenseserver.service;

import java.time.Clock;

class PostgresContractTest extends ContractTest {
  @Override
  LicenseServices open() {
    return Servers.open(Servers.postgres(), Clock.systemUTC(), "a");
  }
}
