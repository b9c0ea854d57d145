package dev.brigandine.licenseserver.load;

import com.google.gson.JsonParser;
import dev.brigandine.bundle.Crypto;
import dev.brigandine.license.Lease;
import java.io.IOException;
import java.nio.channels.Selector;
import java.security.Provider;
import java.util.Random;

/**
 * An instance on a device: claims until it is granted a seat, holds it 5 to 50 ms, now and then
 * renews it, releases it, and begins again. Some crash instead: half of those come back as the same
 * instance, half never do. It speaks to any of the servers, and to another when one is gone.
 */
final class Client {
  private static final Provider PROVIDER = Crypto.best().providerOrNull();

  private enum Doing {
    CLAIM,
    RENEW,
    RELEASE
  }

  private final Cluster cluster;
  private final Ledger ledger;
  private final Tally tally;
  private final QuickSigner signer;
  private final String licence;
  private final int crashes;
  private final Random random;
  private Doing doing = Doing.CLAIM;
  private Wire wire;
  private String nonce = "none";
  private String instance;
  private Lease lease;
  private long seq;
  private long asked;
  private boolean waiting;

  /**
   * @param crashes of 1,000 grants
   */
  Client(
      Cluster cluster,
      Ledger ledger,
      Tally tally,
      QuickSigner signer,
      String licence,
      int crashes,
      long seed) {
    this.cluster = cluster;
    this.ledger = ledger;
    this.tally = tally;
    this.signer = signer;
    this.licence = licence;
    this.crashes = crashes;
    this.random = new Random(seed);
    this.instance = signer.newId();
  }

  /** Sends what is next; returns in how many milliseconds to be called again, or -1 to wait. */
  int go(Selector selector) {
    try {
      if (wire != null && random.nextInt(200) == 0) {
        // So that a server that was started again gets its share.
        wire.close();
        wire = null;
      }
      if (wire == null) {
        wire = new Wire(selector, cluster.port(random.nextInt(cluster.size())), this);
      }
      asked = System.nanoTime();
      if (doing == Doing.CLAIM) {
        send("/v1/leases", "claim", "\"licence\":\"" + licence + '"');
      } else if (doing == Doing.RENEW) {
        send("/v1/leases/" + lease.id() + "/renew", "renew", "\"fence\":" + lease.fence());
      } else {
        ledger.ended(lease.instance());
        send("/v1/leases/" + lease.id() + "/release", "release", "\"fence\":" + lease.fence());
      }
      return -1;
    } catch (IOException e) {
      return broken();
    }
  }

  private void send(String path, String op, String brig) throws IOException {
    String all = "{\"instance\":\"" + instance + "\",\"seq\":" + ++seq + ',' + brig + '}';
    String proof = signer.sign(op, nonce, all);
    waiting = true;
    wire.post(path, proof);
  }

  /** Reads; what to do next, as {@link #go} says it. */
  int ready() {
    try {
      Wire.Answer answer = wire.ready();
      if (answer == null) {
        return -1;
      }
      waiting = false;
      return answered(answer);
    } catch (IOException e) {
      return broken();
    }
  }

  private int broken() {
    if (wire != null) {
      wire.close();
      wire = null;
      if (!waiting) {
        // It was holding its seat, and goes on when it would have.
        return -1;
      }
      tally.unanswered();
      waiting = false;
    }
    return 20 + random.nextInt(30);
  }

  private int answered(Wire.Answer answer) {
    if (answer.nonce() != null) {
      nonce = answer.nonce();
    }
    int status = answer.status();
    if (status == 503 || status == 401) {
      tally.put("HTTP " + status);
      return status == 401 ? 0 : 20;
    }
    return switch (doing) {
      case CLAIM -> claimed(status, answer.body());
      case RENEW -> renewed(status, answer.body());
      case RELEASE -> released(status, answer.body());
    };
  }

  private int claimed(int status, String body) {
    if (status == 409) {
      tally.claim(System.nanoTime() - asked, false);
      return 0;
    }
    if (status != 201) {
      throw new IllegalStateException("claim: " + status + " " + body);
    }
    lease = lease(body);
    ledger.granted(instance, lease.seat(), lease.fence(), lease.expires().toEpochMilli(), now());
    tally.claim(System.nanoTime() - asked, true);
    int fate = random.nextInt(1000);
    if (fate < crashes) {
      tally.put("crashes");
      if (fate % 2 == 0) {
        instance = signer.newId();
      }
      return 5 + random.nextInt(46);
    }
    doing = random.nextInt(8) == 0 ? Doing.RENEW : Doing.RELEASE;
    return 5 + random.nextInt(46);
  }

  private int renewed(int status, String body) {
    if (status == 200) {
      lease = lease(body);
      ledger.renewed(instance, lease.seat(), lease.fence(), lease.expires().toEpochMilli(), now());
      tally.put("renewals");
      doing = Doing.RELEASE;
      return 5 + random.nextInt(46);
    }
    lost(status, body);
    return 0;
  }

  private int released(int status, String body) {
    if (status == 204) {
      doing = Doing.CLAIM;
    } else {
      lost(status, body);
    }
    return 0;
  }

  /** The lease ran out before the request came: it may, when its server was killed meanwhile. */
  private void lost(int status, String body) {
    if (status != 409 || lease.expires().toEpochMilli() > now()) {
      tally.lost(doing + " of a lease that holds was answered " + status + " " + body);
    }
    ledger.ended(lease.instance());
    doing = Doing.CLAIM;
  }

  private static Lease lease(String body) {
    return Lease.parse(
        JsonParser.parseString(body).getAsJsonObject().get("lease").getAsString(), PROVIDER);
  }

  private static long now() {
    return System.currentTimeMillis();
  }
}
