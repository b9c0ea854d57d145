package dev.brigandine.licenseserver.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.brigandine.license.DeviceKey;
import dev.brigandine.license.License;
import dev.brigandine.licenseserver.domain.Entitlement;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.StaleElementReferenceException;
import org.openqa.selenium.WebDriver;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/** The page in a real browser: by mouse, by keyboard, without scripts, in light and dark. */
@Tag("browser")
class ChromiumTest {
  @TempDir Path folder;
  private Vendor vendor;

  @BeforeEach
  void start() {
    vendor = new Vendor(folder, Clock.systemUTC());
    vendor.register();
  }

  @AfterEach
  void stop() {
    vendor.close();
  }

  private static void type(WebDriver driver, String field, String text) {
    WebElement element = driver.findElement(By.id("f-" + field));
    element.clear();
    element.sendKeys(text);
  }

  /** Does what leads to another page, and waits until the one that was there is gone. */
  private static void go(WebDriver driver, Runnable act) {
    WebElement before = driver.findElement(By.tagName("html"));
    act.run();
    long limit = System.nanoTime() + 30_000_000_000L;
    while (System.nanoTime() < limit) {
      try {
        before.isEnabled();
      } catch (StaleElementReferenceException e) {
        return;
      }
    }
    throw new AssertionError("still at " + driver.getCurrentUrl());
  }

  private static void press(WebDriver driver, String text) {
    WebElement control =
        driver.findElement(
            By.xpath(
                "//main//button[normalize-space()='"
                    + text
                    + "'] | //main//a[normalize-space()='"
                    + text
                    + "']"));
    go(driver, control::click);
  }

  private void signIn(WebDriver driver) {
    driver.get(vendor.url("/"));
    type(driver, "token", vendor.admin);
    press(driver, "Sign in");
    assertThat(driver.findElement(By.tagName("h1")).getText()).isEqualTo("Overview");
  }

  private static String main(WebDriver driver) {
    return driver.findElement(By.tagName("main")).getText();
  }

  /** Issue, activate, lend, revoke, and the device refused. */
  private void sellAndRevoke(WebDriver driver) throws Exception {
    signIn(driver);
    driver.get(vendor.url("/page/customers/new"));
    type(driver, "name", "North <b>& Sons</b>");
    press(driver, "Create customer");
    assertThat(main(driver)).contains("The customer was created.", "North <b>& Sons</b>");
    press(driver, "New licence for this customer");
    driver.findElement(By.name("bundle")).click();
    type(driver, "seats", "2");
    press(driver, "Create licence");
    assertThat(main(driver)).contains("The licence was created.", "Floating, 2 seats");
    String path = driver.getCurrentUrl().replaceAll("\\?.*", "");
    String id = path.substring(path.lastIndexOf('/') + 1);

    DeviceKey device = DeviceKey.generate();
    HttpResponse<String> activated = vendor.activate(device, id, "press 7");
    assertThat(activated.statusCode()).as(activated.body()).isEqualTo(201);
    String licence = License.parse(Vendor.json(activated).get("licence").getAsString()).id();
    assertThat(vendor.claim(device, licence).statusCode()).isEqualTo(201);
    driver.get(path);
    assertThat(main(driver)).contains("Leases that are out", "press 7", "In force");
    driver.get(vendor.url("/page/overview"));
    assertThat(main(driver)).contains("1 of 2 seats", "press 7");

    go(driver, driver.findElement(By.linkText("press 7"))::click);
    press(driver, "Revoke");
    press(driver, "Revoke");
    assertThat(driver.findElement(By.id("e-reason")).getText()).contains("Enter a reason.");
    type(driver, "reason", "stolen from the \"hall\"");
    press(driver, "Revoke");
    assertThat(main(driver))
        .contains("The device was revoked.", "stolen from the \"hall\"", "first admin");
    HttpResponse<String> refused = vendor.claim(device, licence);
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(Vendor.json(refused).get("code").getAsString()).isEqualTo("revoked");
    driver.get(vendor.url("/page/audit?check=all"));
    assertThat(main(driver)).contains("Chain verified", "device.revoke");
    go(driver, driver.findElement(By.xpath("//button[.='Sign out']"))::click);
    assertThat(main(driver)).contains("You are signed out.");
    driver.get(path);
    assertThat(driver.findElement(By.tagName("h1")).getText()).isEqualTo("Sign in");
  }

  @Test
  void aLicenceIsSoldAndItsDeviceRevokedAndRefused() throws Exception {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      sellAndRevoke(chromium.driver);
      assertThat(chromium.driver.executeScript("return document.scripts.length")).isEqualTo(0L);
    }
  }

  @Test
  void allOfItWorksWithoutScripts() throws Exception {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), false)) {
      chromium.driver.get("data:text/html,<title>a</title><script>document.title='b'</script>");
      assertThat(chromium.driver.getTitle()).as("scripts are off").isEqualTo("a");
      sellAndRevoke(chromium.driver);
    }
  }

  /** Tab until the element that has the focus says {@code text} or has that id. */
  private static WebElement tabTo(WebDriver driver, String text) {
    for (int i = 0; i < 80; i++) {
      new Actions(driver).sendKeys(Keys.TAB).perform();
      WebElement focus = driver.switchTo().activeElement();
      if (text.equals(focus.getAttribute("id")) || text.equals(focus.getText())) {
        assertThat(focus.getCssValue("outline-style")).as("focus is seen").isEqualTo("solid");
        return focus;
      }
    }
    throw new AssertionError("no way by Tab to " + text);
  }

  private static void keys(WebDriver driver, CharSequence... keys) {
    new Actions(driver).sendKeys(keys).perform();
  }

  @Test
  void theKeyboardAloneDoes() throws Exception {
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      WebDriver driver = chromium.driver;
      driver.get(vendor.url("/page/sign-in"));
      keys(driver, Keys.TAB);
      assertThat(driver.switchTo().activeElement().getText()).isEqualTo("Skip to the content");
      keys(driver, Keys.ENTER);
      assertThat(driver.switchTo().activeElement().getAttribute("id")).isEqualTo("main");
      tabTo(driver, "f-token");
      go(driver, () -> keys(driver, vendor.admin, Keys.ENTER));
      tabTo(driver, "Customers");
      go(driver, () -> keys(driver, Keys.ENTER));
      tabTo(driver, "New customer");
      go(driver, () -> keys(driver, Keys.ENTER));
      tabTo(driver, "f-name");
      go(driver, () -> keys(driver, "South", Keys.ENTER));
      tabTo(driver, "New licence for this customer");
      go(driver, () -> keys(driver, Keys.ENTER));
      tabTo(driver, "b-" + Vendor.BUNDLE);
      keys(driver, Keys.SPACE);
      tabTo(driver, "Create licence");
      go(driver, () -> keys(driver, Keys.ENTER));
      assertThat(main(driver)).contains("The licence was created.", "South");
      tabTo(driver, "Revoke");
      go(driver, () -> keys(driver, Keys.ENTER));
      tabTo(driver, "f-reason");
      go(driver, () -> keys(driver, "not paid", Keys.ENTER));
      assertThat(main(driver)).contains("The licence was revoked.", "not paid");
    }
  }

  @Test
  void nothingSticksOutInLightDarkAndNarrow() throws Exception {
    Entitlement sold = vendor.sell("North", vendor.floating(5).build());
    vendor.sell("\u202Egnp.exe " + "w".repeat(240), vendor.floating(1).build());
    for (int i = 1; i <= 3; i++) {
      DeviceKey device = DeviceKey.generate();
      String licence =
          License.parse(
                  Vendor.json(vendor.activate(device, sold.id(), "press " + i))
                      .get("licence")
                      .getAsString())
              .id();
      vendor.claim(device, licence);
    }
    List<String> paths =
        List.of(
            "overview",
            "customers",
            "licenses",
            "licenses/new",
            "licenses/" + sold.id(),
            "licenses/" + sold.id() + "/revoke",
            "devices",
            "bundles/new",
            "leases",
            "audit",
            "tokens");
    try (Chromium chromium = new Chromium(folder.resolve("profile"), true)) {
      signIn(chromium.driver);
      for (int width : new int[] {1280, 320}) {
        for (String scheme : new String[] {"light", "dark"}) {
          chromium.scheme(scheme);
          for (String path : paths) {
            chromium.size(width, 900);
            chromium.driver.get(vendor.url("/page/" + path));
            assertThat(
                    chromium.driver.executeScript(
                        // Names what sticks out, if anything does.
                        "let e = document.documentElement;"
                            + "if (e.scrollWidth <= e.clientWidth) return '';"
                            + "return 'wide: ' + [...document.querySelectorAll('body *')].filter(x =>"
                            + " x.getBoundingClientRect().right > e.clientWidth"
                            + " && !x.parentElement.closest('.scroll, svg'))"
                            + ".map(x => x.tagName + '.' + x.className + ' ' + x.textContent"
                            + ".trim().slice(0, 20)).join('; ')"))
                .as(path + " at " + width)
                .isEqualTo("");
            assertThat(
                    chromium.driver.executeScript(
                        "return getComputedStyle(document.body).backgroundColor"))
                .isEqualTo(scheme.equals("dark") ? "rgb(20, 23, 31)" : "rgb(255, 255, 255)");
            chromium.picture(
                width, path.replace(sold.id(), "one").replace('/', '-') + "-" + scheme);
          }
        }
      }
    }
  }
}
