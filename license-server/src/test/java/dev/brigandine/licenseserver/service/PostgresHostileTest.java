package dev.brigandine.licenseserver.service;

class PostgresHostileTest extends HostileContractTest {
  @Override
  String address() {
    return Servers.postgres();
  }
}
