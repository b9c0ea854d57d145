package dev.brigandine.licenseserver.service;

import java.time.Clock;
import java.util.Random;

/**
 * A server process with clients in it, to be killed. It says what it does, a line each: {@code C}
 * before a claim, {@code G} after it was granted, {@code T} before a release and {@code R} after
 * it, each with the client's number and, where there is one, the fence and the seat; {@code U} if
 * it cannot be known.
 */
final class KilledServer {
  private KilledServer() {}

  /** Address, round, and the clients' licences. */
  public static void main(String[] args) {
    long round = Long.parseLong(args[1]);
    LicenseServices server = Servers.open(args[0], Clock.systemUTC(), "k" + round + "x");
    for (int i = 2; i < args.length; i++) {
      int client = i - 2;
      String licence = args[i];
      new Thread(() -> client(server, client, licence, round)).start();
    }
    System.out.println("S");
  }

  private static void client(LicenseServices server, int client, String licence, long round) {
    Random random = new Random(round * 100 + client);
    long seq = round << 32;
    while (true) {
      try {
        System.out.println("C " + client);
        GrantedLease lease = server.leasing().claim(Shop.ask(client, ++seq), licence);
        System.out.println("G " + client + " " + lease.fence() + " " + lease.seat());
        for (int i = random.nextInt(4); i > 0; i--) {
          server.leasing().renew(Shop.ask(client, ++seq), lease.id(), lease.fence());
        }
        if (random.nextInt(8) == 0) {
          server.customers().create(Actor.SYSTEM, "c" + client + " " + seq, "");
        }
        System.out.println("T " + client);
        server.leasing().release(Shop.ask(client, ++seq), lease.id(), lease.fence());
        System.out.println("R " + client);
      } catch (RefusedException e) {
        if (e.refusal() == Refusal.UNAVAILABLE) {
          // The machine is slow; what came of it is not known.
          System.out.println("U " + client);
        } else if (e.refusal() != Refusal.NO_FREE_LEASE) {
          System.out.println("E " + client + " " + e);
        }
      }
    }
  }
}
