package dev.brigandine.licenseserver.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.licenseserver.service.Servers;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Claims a second of servers that nobody kills, on databases that wait for their disk; asked for by
 * name, since the figures are worth nothing on a busy machine: {@code mvn -Pload -pl license-server
 * -am test -Dtest=LoadRates -Dsurefire.failIfNoSpecifiedTests=false}. {@code -Dbrigandine.warm}
 * seconds pass before it measures, since a fresh JVM compiles first.
 */
@Tag("load")
class LoadRates {
  private static final long WARM = Long.getLong("brigandine.warm", 60);
  private static final long CLAIMS = Long.getLong("brigandine.claims", 60_000);

  @TempDir Path folder;

  @Test
  void oneProcessOnSqlite() throws Exception {
    measure(List.of("sqlite:" + folder.resolve("rates.db")));
  }

  @Test
  void threeProcessesOnPostgres() throws Exception {
    measure(Collections.nCopies(3, Servers.postgres(true)));
  }

  private void measure(List<String> databases) throws Exception {
    Load load = new Load(10, 64, 0, 1);
    load.run(databases, folder, 60, 60, WARM, CLAIMS, 0);
    System.out.println(databases.get(0).split(":")[0] + ", " + databases.size() + ": " + load);
    assertThat(load.wrongs()).isEmpty();
  }
}
