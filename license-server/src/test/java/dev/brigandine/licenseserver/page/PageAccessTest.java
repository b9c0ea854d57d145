package dev.brigandine.licenseserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.license.DeviceKey;
import dev.brigandine.licenseserver.domain.Entitlement;
import dev.brigandine.licenseserver.page.Browser.Answer;
import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.PageRequest;
import dev.brigandine.licenseserver.service.TestClock;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who gets in, and who may do what. */
class PageAccessTest {
  @TempDir Path folder;
  private final TestClock clock = new TestClock(Instant.now());
  private Vendor vendor;
  private Entitlement sold;
  private String device;

  @BeforeEach
  void start() throws Exception {
    vendor = new Vendor(folder, clock);
    vendor.register();
    sold = vendor.sell("North", vendor.floating(2).build());
    DeviceKey key = DeviceKey.generate();
    device = key.thumbprint();
    vendor.activate(key, sold.id(), "press 7");
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  private List<String> forms() {
    return List.of(
        "/page/customers/new",
        "/page/bundles/new",
        "/page/licenses/new",
        "/page/licenses/" + sold.id() + "/revoke",
        "/page/licenses/" + sold.id() + "/extend",
        "/page/licenses/" + sold.id() + "/issue",
        "/page/licenses/" + sold.id() + "/relay",
        "/page/devices/new",
        "/page/devices/" + device + "/revoke",
        "/page/tokens/new");
  }

  /** Fields that would do what each form does. */
  private Map<String, String> fields(String csrf) {
    return Map.ofEntries(
        Map.entry("form", csrf),
        Map.entry("name", "x"),
        Map.entry("reason", "x"),
        Map.entry("label", "x"),
        Map.entry("role", "admin"),
        Map.entry("customer", "North"),
        Map.entry("bundle", Vendor.BUNDLE),
        Map.entry("kind", "floating"),
        Map.entry("seats", "1"),
        Map.entry("heartbeat", "60"),
        Map.entry("grace", "60"),
        Map.entry("expires", "2100-01-01"),
        Map.entry("until", "2100-01-01"),
        Map.entry("license", sold.id()),
        Map.entry("keys", DeviceKey.generate().publicKey().toJson()),
        Map.entry("delegation", vendor.delegation("B".repeat(21) + "A", "m", Duration.ofDays(9))));
  }

  private List<String> counts() {
    return vendor
        .services
        .audit()
        .list(Actor.SYSTEM, new PageRequest(200, java.util.Optional.empty()))
        .items()
        .stream()
        .map(entry -> entry.action())
        .filter(action -> !action.equals("session.open"))
        .toList();
  }

  @Test
  void whoeverIsNotSignedInIsAskedTo() throws Exception {
    Browser stranger = new Browser(vendor);
    List<String> before = counts();
    for (String path : List.of("/", "/page")) {
      assertThat(stranger.get(path).header("Location")).isEqualTo("/page/overview");
    }
    for (String path : List.of("/page/overview", "/page/audit", "/page/licenses/" + sold.id())) {
      Answer answer = stranger.get(path);
      assertThat(answer.status()).isEqualTo(303);
      assertThat(answer.header("Location")).startsWith("/page/sign-in?next=%2Fpage%2F");
    }
    String csrf = stranger.get("/page/sign-in").page().selectFirst("[name=form]").attr("value");
    for (String path : forms()) {
      assertThat(stranger.get(path).status()).as(path).isEqualTo(303);
      assertThat(stranger.post(path, fields(csrf)).status()).as(path).isEqualTo(401);
    }
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void aViewerSeesAndCannotChange() throws Exception {
    Browser viewer = Browser.signedIn(vendor, vendor.viewer);
    List<String> before = counts();
    String csrf = viewer.get("/page/overview").page().selectFirst("[name=form]").attr("value");
    for (String path : forms()) {
      assertThat(viewer.get(path).status()).as(path).isEqualTo(403);
      Answer answer = viewer.post(path, fields(csrf));
      assertThat(answer.status()).as(path).isEqualTo(403);
      assertThat(answer.text()).as(path).contains("Your role may not do this");
    }
    for (String path : List.of("customers", "licenses", "devices", "leases", "bundles", "audit")) {
      Answer answer = viewer.get("/page/" + path);
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.page().select("main a.button")).as(path).isEmpty();
    }
    assertThat(viewer.get("/page/licenses/" + sold.id()).page().select("main a.button")).isEmpty();
    assertThat(viewer.get("/page/tokens").status()).isEqualTo(403);
    assertThat(counts()).isEqualTo(before);
  }

  @Test
  void anIssuerSellsButMakesNoTokens() throws Exception {
    Browser issuer = Browser.signedIn(vendor, vendor.issuer);
    String csrf = issuer.get("/page/overview").page().selectFirst("[name=form]").attr("value");
    for (String path : List.of("bundles/new", "tokens/new", "licenses/" + sold.id() + "/relay")) {
      assertThat(issuer.get("/page/" + path).status()).as(path).isEqualTo(403);
      assertThat(issuer.post("/page/" + path, fields(csrf)).status()).as(path).isEqualTo(403);
    }
    assertThat(issuer.post("/page/customers/new", fields(csrf)).status()).isEqualTo(303);
    assertThat(issuer.post("/page/licenses/new", fields(csrf)).status()).isEqualTo(303);
  }

  @Test
  void aFormThatIsNotTheSessionsChangesNothing() throws Exception {
    Browser admin = Browser.signedIn(vendor, vendor.admin);
    Browser other = Browser.signedIn(vendor, vendor.admin);
    String csrf = admin.get("/page/overview").page().selectFirst("[name=form]").attr("value");
    String others = other.get("/page/overview").page().selectFirst("[name=form]").attr("value");
    List<String> before = counts();
    for (String token : List.of("", "x", others, csrf + "A", csrf.toLowerCase())) {
      for (String path : forms()) {
        Answer answer = admin.post(path, fields(token));
        assertThat(answer.status()).as(path).isEqualTo(403);
        assertThat(answer.text()).contains("not from your session");
      }
    }
    assertThat(admin.post("/page/sign-out", Map.of("form", others)).status()).isEqualTo(403);
    assertThat(counts()).isEqualTo(before);
    // Unprotected, the same fields do it: it is the token that refused them.
    assertThat(admin.post("/page/customers/new", fields(csrf)).status()).isEqualTo(303);
    admin.header("Sec-Fetch-Site", "cross-site");
    assertThat(admin.post("/page/tokens/new", fields(csrf)).status()).isEqualTo(403);
    assertThat(new Browser(vendor).post("/page/sign-in", Map.of("token", vendor.admin)).status())
        .isEqualTo(403);
  }

  @Test
  void aSessionEndsForGood() throws Exception {
    Browser admin = Browser.signedIn(vendor, vendor.admin);
    String session = admin.cookie(Cookies.SESSION);
    assertThat(session).hasSize(43);
    Answer overview = admin.get("/page/overview");
    String csrf = overview.page().selectFirst("[name=form]").attr("value");
    assertThat(overview.http().body()).doesNotContain(session).doesNotContain(vendor.admin);
    assertThat(admin.post("/page/sign-out", Map.of("form", csrf)).header("Location"))
        .startsWith("/page/sign-in");
    assertThat(admin.cookie(Cookies.SESSION)).isNull();
    admin.cookie(Cookies.SESSION, session);
    assertThat(admin.get("/page/overview").status()).isEqualTo(303);
    for (String forged : List.of("x", "A".repeat(43), "' OR 1=1 --", session.substring(1) + "A")) {
      admin.cookie(Cookies.SESSION, forged);
      assertThat(admin.get("/page/overview").status()).as(forged).isEqualTo(303);
    }
    Browser late = Browser.signedIn(vendor, vendor.admin);
    clock.turn(Duration.ofHours(8));
    assertThat(late.get("/page/overview").status()).isEqualTo(303);
  }

  @Test
  void wrongTokensAreSaidBesideTheFieldAndSlowedDown() throws Exception {
    Browser guesser = new Browser(vendor);
    Answer form = guesser.get("/page/sign-in");
    for (int i = 0; i < Attempts.BURST; i++) {
      Answer answer = guesser.submit(form, Map.of("token", "brig_" + "A".repeat(43)));
      assertThat(answer.status()).isEqualTo(422);
      assertThat(answer.page().selectFirst("#e-token").text()).contains("no token");
      assertThat(answer.http().body()).doesNotContain("brig_A");
      assertThat(answer.page().title()).startsWith("Error: ");
    }
    Answer slowed = guesser.submit(form, Map.of("token", vendor.admin));
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(slowed.header("Retry-After")).isEqualTo("6");
    clock.turn(Duration.ofSeconds(7));
    assertThat(guesser.submit(form, Map.of("token", vendor.admin)).status()).isEqualTo(303);
  }

  @Test
  void afterSigningInOneIsWhereOneWantedAndNeverElsewhere() throws Exception {
    Browser browser = new Browser(vendor);
    Answer form = browser.get(browser.get("/page/licenses?kind=floating").header("Location"));
    assertThat(browser.submit(form, Map.of("token", vendor.viewer)).header("Location"))
        .isEqualTo("/page/licenses?kind=floating");
    for (String next :
        List.of(
            "//evil.example/page/x", "https://evil.example", "/page/../v1", "/page/x\r\nA: b")) {
      Browser tricked = new Browser(vendor);
      Answer in =
          tricked.submit(
              tricked.get("/page/sign-in"), Map.of("token", vendor.viewer, "next", next));
      assertThat(in.header("Location")).as(next).isEqualTo("/page/overview");
    }
  }

  @Test
  void everyAnswerKeepsOthersOut() throws Exception {
    Browser admin = new Browser(vendor);
    Answer form = admin.get("/page/sign-in");
    assertThat(form.header("Set-Cookie"))
        .contains("; Path=/page; HttpOnly; SameSite=Strict")
        .doesNotContain("Secure");
    admin.header("X-Forwarded-Proto", "https");
    Answer in = admin.submit(form, Map.of("token", vendor.admin));
    assertThat(in.header("Set-Cookie")).contains("HttpOnly; SameSite=Strict; Secure; Max-Age=");
    for (String path :
        List.of("/page/overview", "/page/none", "/page/licenses/x", "/page/sign-in")) {
      Answer answer = admin.get(path);
      assertThat(answer.header("Content-Security-Policy"))
          .isEqualTo(
              "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self';"
                  + " base-uri 'none'; frame-ancestors 'none'");
      assertThat(answer.header("Cache-Control")).isEqualTo("no-store");
      assertThat(answer.header("X-Content-Type-Options")).isEqualTo("nosniff");
      assertThat(answer.header("X-Frame-Options")).isEqualTo("DENY");
    }
    Answer none = admin.get("/page/none");
    assertThat(none.status()).isEqualTo(404);
    assertThat(none.page().selectFirst("h1").text()).isEqualTo("Not found");
    assertThat(admin.get("/page/licenses/x").status()).isEqualTo(404);
    assertThat(admin.get("/page/style.css").header("Content-Type")).startsWith("text/css");
  }
}
