package dev.brigandine.licenseserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.license.VendorKey;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.page.Browser.Answer;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.PageRequest;
import dev.brigandine.licenseserver.service.TestClock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page at work, by its own forms. */
class PageFormsTest {
  private static final List<String> HOSTILE =
      List.of(
          "<script>alert(1)</script>",
          "\"><img src=x onerror=alert(1)>'",
          "'); DROP TABLE customers; --",
          "\u202Egnp.exe\u202C \u05D0\u05D1 \u200F\u0627",
          "${7*7} @{x} #{y} `z` &lt;b&gt; \\ %00",
          "javascript:alert(1)",
          "a".repeat(250));

  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.now());
  private Vendor vendor;
  private Browser admin;

  @BeforeEach
  void start() throws Exception {
    vendor = new Vendor(folder, clock);
    admin = Browser.signedIn(vendor, vendor.admin);
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  private Answer submit(String path, Map<String, String> fields) throws Exception {
    return admin.submit(admin.get(path), fields);
  }

  /** That it went well, and the page that followed. */
  private Answer done(Answer answer) throws Exception {
    assertThat(answer.status()).as(answer.http().body()).isEqualTo(303);
    Answer next = admin.get(answer.header("Location"));
    assertThat(next.status()).isEqualTo(200);
    assertThat(next.page().select("[role=status]")).as(answer.header("Location")).hasSize(1);
    return next;
  }

  @Test
  void fromABundleToARevokedDevice() throws Exception {
    String delegation = vendor.delegation(Vendor.BUNDLE, "acme/minilm", Duration.ofDays(700));
    Answer form = admin.get("/page/bundles/new");
    String csrf = form.page().selectFirst("main [name=form]").attr("value");
    Answer bundle =
        done(
            admin.upload(
                "/page/bundles/new",
                Map.of("form", csrf, "delegation", ""),
                "file",
                delegation + "\n"));
    assertThat(bundle.text()).contains("acme/minilm").contains(Vendor.BUNDLE);
    done(submit("/page/customers/new", Map.of("name", "North", "note", "pays late")));
    Answer license =
        done(
            submit(
                "/page/licenses/new?customer=North",
                Map.of(
                    "bundle",
                    Vendor.BUNDLE,
                    "seats",
                    "2",
                    "features",
                    "a, b",
                    "runs",
                    "",
                    "rate-runs",
                    "5",
                    "rate-seconds",
                    "3600")));
    assertThat(license.text())
        .contains(
            "Floating, 2 seats", "5 runs in 3600 seconds".replace("3600 seconds", "60 minutes"))
        .contains("a, b", "No device has activated");
    String id = license.path().substring("/page/licenses/".length());
    assertThat(admin.get("/page/licenses?customer=North&kind=floating&state=valid").text())
        .contains(id);
    assertThat(admin.get("/page/licenses?state=revoked").text()).contains("No licences found");

    DeviceKey device = DeviceKey.generate();
    csrf = admin.get("/page/licenses/" + id).page().selectFirst("[name=form]").attr("value");
    done(
        admin.upload(
            "/page/licenses/" + id + "/issue",
            Map.of("form", csrf, "name", "press 7", "bundle", Vendor.BUNDLE, "keys", ""),
            "file",
            device.publicKey().toJson()));
    Answer again = admin.get("/page/licenses/" + id);
    String download = again.page().selectFirst("a[href$=/licence]").attr("href");
    Answer file = admin.get(download);
    assertThat(file.header("Content-Disposition")).startsWith("attachment; filename=\"licence-");
    License licence = License.parse(file.http().body().strip());
    assertThat(again.text()).contains("press 7").contains("In force");

    done(
        submit(
            "/page/activations/" + licence.id() + "/revoke", Map.of("reason", "sold the press")));
    assertThat(admin.get("/page/licenses/" + id).text()).contains("Revoked sold the press");
    Answer revoked =
        done(
            submit(
                "/page/devices/" + device.thumbprint() + "/revoke",
                Map.of("reason", "stolen <b>twice</b>")));
    assertThat(revoked.text()).contains("Reason stolen <b>twice</b>");
    Answer refused = admin.get("/page/devices/" + device.thumbprint() + "/revoke");
    assertThat(admin.submit(refused, Map.of("reason", "again")).text())
        .contains("was revoked before");
    done(submit("/page/licenses/" + id + "/extend", Map.of("expires", "2099-01-31")));
    assertThat(admin.get("/page/licenses/" + id).text()).contains("2099-01-31 00:00 UTC");
    done(submit("/page/licenses/" + id + "/revoke", Map.of("reason", "not paid")));
    assertThat(admin.get("/page/audit?check=all").text())
        .contains("Chain verified. Every entry")
        .contains("entitlement.revoke");
  }

  @Test
  void seatsAreLentToARelayByADownload() throws Exception {
    vendor.register();
    Entitlement sold =
        vendor.sell(
            "South",
            vendor
                .floating(3)
                .machine(dev.brigandine.licenseserver.domain.MachineMatch.ANY)
                .build());
    VendorKey relay = VendorKey.generate();
    Path keys = folder.resolve("relay.pub");
    relay.publicKey().save(keys);
    String until = View.day(vendor.now.plus(Duration.ofDays(10)));
    Map<String, String> fields =
        Map.of("keys", Files.readString(keys), "seats", "2", "until", until);
    Answer lent = submit("/page/licenses/" + sold.id() + "/relay", fields);
    assertThat(lent.header("Content-Disposition")).contains("relay-delegation.jwt");
    assertThat(License.parse(lent.http().body().strip()).id()).hasSize(22);
    Answer refused = submit("/page/licenses/" + sold.id() + "/relay", fields);
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text()).contains("Fewer than 2 seats are free");
    assertThat(refused.page().selectFirst("[name=seats]").attr("value")).isEqualTo("2");
  }

  @Test
  void aTokenIsShownOnceAndItsSessionsEndWithIt() throws Exception {
    Answer made = submit("/page/tokens/new", Map.of("label", "shop", "role", "issuer"));
    String token = made.page().selectFirst("#token").attr("value");
    assertThat(token).startsWith("brig_").hasSize(48);
    Browser shop = Browser.signedIn(vendor, token);
    Answer list = admin.get("/page/tokens");
    assertThat(list.http().body()).doesNotContain(token);
    Element row = list.page().select("tr:contains(shop)").last();
    done(submit(row.selectFirst("a").attr("href"), Map.of()));
    assertThat(shop.get("/page/overview").status()).isEqualTo(303);
    Element own = admin.get("/page/tokens").page().select("tr:contains(first admin)").last();
    Answer last = submit(own.selectFirst("a").attr("href"), Map.of());
    assertThat(last.status()).isEqualTo(422);
    assertThat(last.text()).contains("last admin's");
  }

  @Test
  void whatIsWrongIsSaidBesideItsFieldAndNothingTypedIsLost() throws Exception {
    vendor.register();
    vendor.sell("North", vendor.floating(2).build());
    Answer taken = submit("/page/customers/new", Map.of("name", "North", "note", "kept"));
    wrong(taken, "name", "like it already");
    assertThat(taken.page().selectFirst("#f-note").attr("value")).isEqualTo("kept");
    wrong(submit("/page/customers/new", Map.of("name", " ")), "name", "Enter the customer's name");
    wrong(submit("/page/customers/new", Map.of("name", "a".repeat(257))), "name", "1 to 256");
    Map<String, String> bad =
        Map.of(
            "customer",
            "Nobody",
            "seats",
            "0",
            "heartbeat",
            "x",
            "grace",
            "-1",
            "expires",
            "31.1.2027",
            "runs",
            "99999999999999999",
            "devices",
            "1e3",
            "rate-runs",
            "0");
    Answer all = submit("/page/licenses/new", bad);
    for (String field : bad.keySet()) {
      wrong(all, field, "");
      assertThat(all.page().getElementById("f-" + field).attr("value")).isEqualTo(bad.get(field));
    }
    wrong(all, "bundle", "Choose at least one");
    wrong(
        submit("/page/licenses/new", Map.of("customer", "North", "expires", "2001-01-01")),
        "expires",
        "yet to come");
    wrong(submit("/page/bundles/new", Map.of()), "delegation", "Choose the delegation's file");
    wrong(submit("/page/bundles/new", Map.of("delegation", "a.b.c")), "delegation", "");
    wrong(
        submit("/page/devices/new", Map.of("license", "x", "name", "y", "keys", "{}")), "keys", "");
    wrong(admin.get("/page/licenses?customer=Nobody"), "customer", "no customer of that name");
  }

  private static void wrong(Answer answer, String field, String message) {
    assertThat(answer.status()).isEqualTo(422);
    Element error = answer.page().getElementById("e-" + field);
    assertThat(error).as(field).isNotNull();
    assertThat(error.text()).contains(message);
    Element control = answer.page().getElementById("f-" + field);
    assertThat(control.attr("aria-describedby")).contains("e-" + field);
    Structure.check(answer.path(), answer.page());
  }

  @Test
  void textThatIsHostileIsTextAndNoMore() throws Exception {
    vendor.register();
    DeviceKey[] keys = new DeviceKey[HOSTILE.size()];
    for (int i = 0; i < keys.length; i++) {
      keys[i] = DeviceKey.generate();
      String text = HOSTILE.get(i);
      done(submit("/page/customers/new", Map.of("name", text, "note", text)));
      Answer license =
          done(
              submit(
                  "/page/licenses/new",
                  Map.of(
                      "customer",
                      text,
                      "bundle",
                      Vendor.BUNDLE,
                      "features",
                      text.substring(0, Math.min(64, text.length())).replace(",", ""))));
      String id = license.path().substring("/page/licenses/".length());
      done(
          submit(
              "/page/devices/new",
              Map.of("license", id, "name", text, "keys", keys[i].publicKey().toJson())));
      vendor.activate(keys[i], id, text);
      done(submit("/page/devices/" + keys[i].thumbprint() + "/revoke", Map.of("reason", text)));
      done(submit("/page/licenses/" + id + "/revoke", Map.of("reason", text)));
      assertThat(submit("/page/tokens/new", Map.of("label", text)).status()).isEqualTo(200);
      assertThat(admin.get("/page/licenses/" + id).text()).contains(text.strip());
      for (String query :
          List.of(
              "customers?name=",
              "customers?after=",
              "licenses?customer=",
              "licenses?state=",
              "devices?license=",
              "leases?license=",
              "audit?after=",
              "overview?span=",
              "overview?done=",
              "licenses/new?customer=")) {
        Answer answer = admin.get("/page/" + query + View.encode(text));
        assertThat(answer.status()).as(query + text).isIn(200, 400, 422);
        Structure.check(query + text, answer.page());
      }
    }
    assertThat(crawl()).isGreaterThan(40);
    assertThat(vendor.services.customers().list(Actor.SYSTEM, PageRequest.FIRST).items())
        .hasSize(HOSTILE.size());
  }

  @Test
  void everyPageThatALinkLeadsToIsWellMade() throws Exception {
    vendor.register();
    Entitlement sold = vendor.sell("North", vendor.floating(2).build());
    DeviceKey device = DeviceKey.generate();
    String licence =
        License.parse(
                Vendor.json(vendor.activate(device, sold.id(), "press"))
                    .get("licence")
                    .getAsString())
            .id();
    assertThat(vendor.claim(device, licence).statusCode()).isEqualTo(201);
    Answer overview = admin.get("/page/overview");
    assertThat(overview.text())
        .contains("Leases in use 1 of 2 seats", "at most 1 lease was in use", "press", "North");
    assertThat(crawl()).isGreaterThan(25);
  }

  /** Follows every link from the overview; how many pages there were. */
  private int crawl() throws Exception {
    Set<String> seen = new HashSet<>();
    Deque<String> todo = new ArrayDeque<>(List.of("/page/overview"));
    while (!todo.isEmpty()) {
      String path = todo.pop();
      Answer answer = admin.get(path);
      assertThat(answer.status()).as(path).isEqualTo(200);
      if (!answer.header("Content-Type").startsWith("text/html")) {
        continue;
      }
      Structure.check(path, answer.page());
      assertThat(answer.page().select("bdi script, bdi img, td b, dd b")).as(path).isEmpty();
      for (Element link : answer.page().select("a[href^=/page/]")) {
        if (seen.add(link.attr("href"))) {
          todo.add(link.attr("href"));
        }
      }
    }
    return seen.size();
  }

  @Test
  void longListsComeInPages() throws Exception {
    for (int i = 0; i < 120; i++) {
      vendor.services.customers().create(Actor.SYSTEM, "customer " + i, "");
    }
    Map<String, Integer> names = new HashMap<>();
    Optional<String> next = Optional.of("/page/customers?name=CUSTOMER");
    int pages = 0;
    while (next.isPresent()) {
      Answer answer = admin.get(next.get());
      answer.page().select("tbody th").forEach(it -> names.merge(it.text(), 1, Integer::sum));
      next = Optional.ofNullable(answer.page().selectFirst(".pager a")).map(it -> it.attr("href"));
      pages++;
    }
    assertThat(pages).isEqualTo(3);
    assertThat(names).hasSize(120).doesNotContainValue(2);
  }
}
