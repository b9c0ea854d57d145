package dev.brigandine.licenseserver.load;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.service.Servers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * 64 clients on 10 seats against server processes that are killed (SIGKILL) at random and started
 * again; leases of two seconds, of which some are never released. Correctness alone is asserted;
 * rates are printed. {@code -Dbrigandine.claims=100000} for more claims, {@code -Dbrigandine.kill}
 * for the mean milliseconds between kills.
 */
@Tag("load")
class LoadTest {
  private static final int SEATS = 10;
  private static final int CLIENTS = 64;
  private static final long CLAIMS = Long.getLong("brigandine.claims", 20_000);
  private static final long KILL = Long.getLong("brigandine.kill", 8_000);
  private static final long SEED = Long.getLong("brigandine.seed", 20261124L);

  @TempDir Path folder;

  @Test
  void noSeatIsLentTwiceByOneProcessOnSqlite() throws Exception {
    contend(List.of(sqlite("load.db")));
  }

  @Test
  void noSeatIsLentTwiceByThreeProcessesOnPostgres() throws Exception {
    contend(Collections.nCopies(3, Servers.postgres()));
  }

  private void contend(List<String> databases) throws Exception {
    Load load = new Load(SEATS, CLIENTS, 5, SEED);
    load.run(databases, folder, 1, 1, 0, CLAIMS, KILL);
    System.out.println("-Dbrigandine.seed=" + SEED + " " + databases.size() + ": " + load);
    assertThat(load.wrongs()).isEmpty();
    assertThat(load.tally.granted()).isPositive();
    assertThat(load.ledger.most()).isEqualTo(SEATS);
  }

  /**
   * Three servers with a database each lend every seat three times over, and the ledger sees it.
   */
  @Test
  void serversThatShareNothingAreFoundOut() throws Exception {
    VendorKey key = VendorKey.generate();
    Path keyFile = folder.resolve("server.key");
    key.save(keyFile, null);
    final Sale sale = Sale.on(sqlite("0.db"), key, SEATS, CLIENTS, 60, 60);
    List<String> databases = new ArrayList<>(List.of(sqlite("0.db")));
    for (int i = 1; i < 3; i++) {
      Files.copy(folder.resolve("0.db"), folder.resolve(i + ".db"));
      databases.add(sqlite(i + ".db"));
    }
    Load load = new Load(SEATS, CLIENTS, 0, SEED);
    load.run(sale, databases, keyFile, 0, 3_000, 0);
    System.out.println("broken by three databases: " + load);
    assertThat(load.ledger.overGrants()).isPositive();
    assertThat(load.ledger.doubled()).isPositive();
    assertThat(load.ledger.misnumbered()).isPositive();
  }

  /** A server whose clock runs fast lends a seat again before its lease is over. */
  @Test
  void aServerThatFreesSeatsTooSoonIsFoundOut() throws Exception {
    Load load = new Load(SEATS, CLIENTS, 200, SEED).clockSpeed(5);
    load.run(List.of(sqlite("fast.db")), folder, 1, 1, 0, 5_000, 0);
    System.out.println("broken by a fast clock: " + load);
    assertThat(load.ledger.doubled()).isPositive();
  }

  private String sqlite(String name) {
    return "sqlite:" + folder.resolve(name);
  }
}
