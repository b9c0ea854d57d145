package dev.brigandine.licenseserver.load;

import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Iterator;
import java.util.List;
import java.util.PriorityQueue;

/** All clients on one thread. */
final class Generator implements Runnable {
  private record Due(long at, Client client) {}

  private final List<Client> clients;
  private volatile boolean stop;
  private volatile Throwable failure;

  Generator(List<Client> clients) {
    this.clients = clients;
  }

  void stop() {
    stop = true;
  }

  Throwable failure() {
    return failure;
  }

  @Override
  public void run() {
    try (Selector selector = Selector.open()) {
      PriorityQueue<Due> due = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
      clients.forEach(client -> due.add(new Due(System.nanoTime(), client)));
      while (!stop) {
        turn(selector, due);
      }
      for (SelectionKey key : selector.keys()) {
        key.channel().close();
      }
    } catch (IOException | RuntimeException | Error e) {
      failure = e;
    }
  }

  private static void turn(Selector selector, PriorityQueue<Due> due) throws IOException {
    long now = System.nanoTime();
    while (!due.isEmpty() && due.peek().at <= now) {
      Client client = due.remove().client;
      plan(due, client, client.go(selector));
    }
    long wait =
        due.isEmpty() ? 100 : Math.min(100, (due.peek().at - System.nanoTime()) / 1_000_000);
    if (wait <= 0) {
      selector.selectNow();
    } else {
      selector.select(wait);
    }
    for (Iterator<SelectionKey> keys = selector.selectedKeys().iterator(); keys.hasNext(); ) {
      SelectionKey key = keys.next();
      keys.remove();
      if (key.isValid()) {
        Client client = (Client) key.attachment();
        int next = client.ready();
        plan(due, client, next == 0 ? client.go(selector) : next);
      }
    }
  }

  private static void plan(PriorityQueue<Due> due, Client client, int millis) {
    if (millis >= 0) {
      due.add(new Due(System.nanoTime() + millis * 1_000_000L, client));
    }
  }
}
