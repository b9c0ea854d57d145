package dev.brigandine.licenseserver.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A server process that is patient with slow clients, and has few threads; says its port. */
final class SlowCrowd {
  private SlowCrowd() {}

  /** No arguments. */
  public static void main(String[] args) throws Exception {
    Duration patience = Duration.ofMinutes(10);
    Bounds bounds = new Bounds(32 * 1024, patience, patience, patience, 16_384, 16, true);
    Shell shell = Shell.start("127.0.0.1", 0, null, bounds, new Metrics(), List.of(echo()));
    System.out.println(shell.port());
    new CountDownLatch(1).await();
  }

  private static RouteModule echo() {
    return routes ->
        new Api(routes)
            .post(
                "/echo",
                Api.JSON,
                context -> {
                  JsonBody body = Api.body(context);
                  String text = body.string("text");
                  body.end();
                  Api.json(context, 200, Shown.one("text", text));
                });
  }
}
