package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.service.LicenseServices;
import dev.brigandine.licenseserver.service.Refusal;
import dev.brigandine.licenseserver.service.RefusedException;
import dev.brigandine.licenseserver.service.Sessions;

/** In and out. */
final class SignIn {
  private static final String HOME = "/page/overview";

  private final LicenseServices services;
  private final Attempts attempts;

  SignIn(LicenseServices services, Attempts attempts) {
    this.services = services;
    this.attempts = attempts;
  }

  void addTo(Desk desk) {
    desk.getOpen(
        "/page/sign-in",
        visit ->
            visit.actor() != null
                ? Reply.to(HOME)
                : page(visit, 200, Form.empty(), visit.query("next").orElse("")));
    desk.postOpen("/page/sign-in", this::in);
    desk.post(
        "/page/sign-out",
        visit -> {
          services.sessions().close(visit.secret());
          visit.cookies().put(visit.context(), Cookies.SESSION, "", 0);
          return Reply.to("/page/sign-in?done=signed-out");
        });
  }

  private Reply in(Visit visit) {
    Form form = visit.form();
    String next = form.value("next");
    String address = visit.context().ip();
    if (!attempts.may(address)) {
      visit.context().header("Retry-After", Integer.toString(Attempts.SECONDS));
      form.wrong(
          "token",
          "Too many attempts failed. Wait " + Attempts.SECONDS + " seconds, then try again.");
      return page(visit, 429, form, next);
    }
    String token = form.text("token", "your token");
    if (form.ok()) {
      try {
        String secret = services.sessions().open(token);
        visit.cookies().put(visit.context(), Cookies.SESSION, secret, Sessions.SECONDS);
        return Reply.to(own(next) ? next : HOME);
      } catch (RefusedException e) {
        if (e.refusal() != Refusal.BAD_PROOF) {
          throw e;
        }
        attempts.failed(address);
        form.wrong("token", View.sentence(e.getMessage(), e.hint().orElse(null)));
      }
    }
    return page(visit, 422, form, next);
  }

  /** Never on to another site. */
  private static boolean own(String next) {
    return next.length() <= 512 && next.matches("/page/[A-Za-z0-9/_-]+(\\?[A-Za-z0-9=&%+._-]*)?");
  }

  private static Reply page(Visit visit, int status, Form form, String next) {
    return visit.show(
        status, "sign-in", visit.frame("Sign in", ""), "form", form, "next", own(next) ? next : "");
  }
}
