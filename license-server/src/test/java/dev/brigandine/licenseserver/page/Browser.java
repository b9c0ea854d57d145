package dev.brigandine.licenseserver.page;

import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;

/** Cookies and forms over HTTP, without an engine: what a page does without a script. */
final class Browser {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  /** An answer, and its page if it is one. */
  record Answer(String path, HttpResponse<String> http) {
    int status() {
      return http.statusCode();
    }

    String header(String name) {
      return http.headers().firstValue(name).orElse("");
    }

    Document page() {
      return Jsoup.parse(http.body(), path);
    }

    String text() {
      return page().text();
    }
  }

  private final Vendor vendor;
  private final Map<String, String> cookies = new LinkedHashMap<>();
  private final Map<String, String> headers = new LinkedHashMap<>();

  Browser(Vendor vendor) {
    this.vendor = vendor;
  }

  static Browser signedIn(Vendor vendor, String token) throws Exception {
    Browser browser = new Browser(vendor);
    Answer in = browser.submit(browser.get("/page/sign-in"), Map.of("token", token));
    if (in.status() != 303) {
      throw new AssertionError(in.http().body());
    }
    return browser;
  }

  void header(String name, String value) {
    headers.put(name, value);
  }

  String cookie(String name) {
    return cookies.get(name);
  }

  void cookie(String name, String value) {
    cookies.put(name, value);
  }

  Answer get(String path) throws Exception {
    return send(path, "GET", null, "");
  }

  /** With redirects. */
  Answer open(String path) throws Exception {
    Answer answer = get(path);
    for (int i = 0; answer.status() == 303 && i < 5; i++) {
      answer = get(answer.header("Location"));
    }
    return answer;
  }

  Answer post(String path, Map<String, String> fields) throws Exception {
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append(body.isEmpty() ? "" : "&")
                .append(URLEncoder.encode(name, StandardCharsets.UTF_8))
                .append('=')
                .append(URLEncoder.encode(value, StandardCharsets.UTF_8)));
    return send(path, "POST", "application/x-www-form-urlencoded", body.toString());
  }

  Answer upload(String path, Map<String, String> fields, String file, String content)
      throws Exception {
    String mark = "----mark";
    StringBuilder body = new StringBuilder();
    fields.forEach(
        (name, value) ->
            body.append("--" + mark + "\r\nContent-Disposition: form-data; name=\"" + name + "\"")
                .append("\r\n\r\n")
                .append(value)
                .append("\r\n"));
    body.append("--" + mark + "\r\nContent-Disposition: form-data; name=\"" + file + "\";")
        .append(" filename=\"a.bin\"\r\nContent-Type: application/octet-stream\r\n\r\n")
        .append(content)
        .append("\r\n--" + mark + "--\r\n");
    return send(path, "POST", "multipart/form-data; boundary=" + mark, body.toString());
  }

  /** The page's own form, as it came, with some of its fields filled in. */
  Answer submit(Answer on, Map<String, String> fields) throws Exception {
    Element form = on.page().selectFirst("main form[method=post]");
    Map<String, String> all = new LinkedHashMap<>();
    for (Element input : form.select("input, select, textarea")) {
      String type = input.attr("type");
      if (type.equals("checkbox") && !input.hasAttr("checked") || type.equals("file")) {
        continue;
      }
      String value =
          input.tagName().equals("textarea")
              ? input.wholeText().strip()
              : input.tagName().equals("select")
                  ? input.select("option[selected], option").first().attr("value")
                  : input.attr("value");
      if (input.tagName().equals("select") && input.selectFirst("option[selected]") != null) {
        value = input.selectFirst("option[selected]").attr("value");
      }
      all.put(input.attr("name"), value);
    }
    all.putAll(fields);
    String action = form.attr("action").isEmpty() ? on.path() : form.attr("action");
    return post(action, all);
  }

  private Answer send(String path, String method, String type, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(vendor.url(path)))
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (type != null) {
      request.header("Content-Type", type);
    }
    if (!cookies.isEmpty()) {
      StringBuilder all = new StringBuilder();
      cookies.forEach(
          (name, value) -> all.append(all.isEmpty() ? "" : "; ").append(name + "=" + value));
      request.header("Cookie", all.toString());
    }
    headers.forEach(request::header);
    HttpResponse<String> answer =
        HTTP.send(request.build(), HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    for (String set : answer.headers().allValues("Set-Cookie")) {
      String[] pair = set.split(";", 2)[0].split("=", 2);
      if (set.contains("Max-Age=0")) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return new Answer(path.replaceAll("\\?.*", ""), answer);
  }
}
