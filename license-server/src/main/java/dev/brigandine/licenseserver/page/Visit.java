package dev.brigandine.licenseserver.page;

import dev.brigandine.licenseserver.service.Actor;
import dev.brigandine.licenseserver.service.PageRequest;
import io.javalin.http.Context;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A request by someone.
 *
 * @param actor null if nobody is signed in
 * @param secret of the session, or of the form if nobody is signed in
 * @param form what a POST brought; empty otherwise
 */
record Visit(
    Context context,
    Actor actor,
    String secret,
    Form form,
    Cookies cookies,
    Instant now,
    String style) {
  static final int ROWS = 50;

  String id() {
    return context.pathParam("id");
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(context.queryParam(name))
        .map(String::strip)
        .filter(text -> !text.isEmpty());
  }

  PageRequest page() {
    return new PageRequest(ROWS, query("after"));
  }

  Frame frame(String title, String section) {
    String notice = query("done").map(View::notice).orElse(null);
    return new Frame(title, section, actor, Cookies.csrf(secret), notice, style);
  }

  Reply.Html show(String template, Frame frame, Object... params) {
    return show(200, template, frame, params);
  }

  /** The form again, with what is wrong beside its fields. */
  Reply.Html again(String template, Frame frame, Object... params) {
    return show(422, template, frame, params);
  }

  Reply.Html show(int status, String template, Frame frame, Object... params) {
    Map<String, Object> named = new HashMap<>();
    named.put("frame", frame);
    for (int i = 0; i < params.length; i += 2) {
      named.put((String) params[i], params[i + 1]);
    }
    return new Reply.Html(status, template, frame, named);
  }
}
