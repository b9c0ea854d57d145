package dev.brigandine.license.client;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLException;

/**
 * One request at a time over {@link HttpURLConnection}, which Android has too. Each on a connection
 * of its own: a heartbeat needs none that is kept, and a pool would keep a thread. What it will not
 * do: follow a redirect, send a request twice, read an answer longer than the caller allows.
 */
final class Http {
  private static final int CHUNK = 8 * 1024;

  private final ClientOptions options;
  private final String base;
  private volatile HttpURLConnection open;
  private volatile boolean aborted;
  private volatile int millis;

  Http(ClientOptions options) {
    options.checkScheme();
    this.options = options;
    this.millis = (int) options.timeout().toMillis();
    String text = options.server().toString();
    this.base = text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }

  /** An empty or JOSE body by POST. */
  Answer post(String path, String jose, int max) throws ServerAwayException {
    return exchange("POST", path, jose, null, max);
  }

  /** {@code tag} of what is known already, or null. */
  Answer get(String path, String tag, int max) throws ServerAwayException {
    return exchange("GET", path, null, tag, max);
  }

  /**
   * Allows requests again after {@link #abort}, with no more than {@code limit} to wait for each.
   */
  void hurry(int limit) {
    millis = Math.min(millis, limit);
    aborted = false;
  }

  /** Ends the request under way, if any, and all later ones. */
  void abort() {
    aborted = true;
    HttpURLConnection connection = open;
    if (connection != null) {
      connection.disconnect();
    }
  }

  private Answer exchange(String method, String path, String jose, String tag, int max)
      throws ServerAwayException {
    HttpURLConnection connection = null;
    try {
      connection = connect(method, path);
      open = connection;
      if (aborted) {
        throw new IOException("ended");
      }
      if (tag != null) {
        connection.setRequestProperty("If-None-Match", tag);
      }
      if (method.equals("POST")) {
        send(connection, jose);
      }
      return receive(connection, max);
    } catch (SSLException e) {
      throw new ServerAwayException(
          "the connection to " + base + " cannot be protected: " + Problems.plain(e.getMessage()),
          "check the server's certificate, this machine's clock, and which authorities are trusted",
          -1,
          e);
    } catch (SocketTimeoutException e) {
      throw new ServerAwayException(
          base + " does not answer within " + millis + " ms", Problems.AWAY_HINT, -1, e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ServerAwayException(base + " cannot be reached", Problems.AWAY_HINT, -1, e);
    } finally {
      open = null;
      if (connection != null) {
        connection.disconnect();
      }
    }
  }

  private HttpURLConnection connect(String method, String path) throws IOException {
    URL url = URI.create(base + path).toURL();
    HttpURLConnection connection = (HttpURLConnection) url.openConnection();
    if (options.tls() != null && connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(options.tls().getSocketFactory());
    }
    connection.setConnectTimeout(millis);
    connection.setReadTimeout(millis);
    connection.setInstanceFollowRedirects(false);
    connection.setUseCaches(false);
    connection.setRequestMethod(method);
    connection.setRequestProperty("Connection", "close");
    connection.setRequestProperty(
        "Accept", "application/json, application/jose, application/problem+json");
    return connection;
  }

  private static void send(HttpURLConnection connection, String jose) throws IOException {
    byte[] body = jose == null ? new byte[0] : jose.getBytes(StandardCharsets.US_ASCII);
    connection.setDoOutput(true);
    // Without a fixed length, the JDK would send a POST a second time by itself when it fails.
    connection.setFixedLengthStreamingMode(body.length);
    if (jose != null) {
      connection.setRequestProperty("Content-Type", "application/jose");
    }
    try (OutputStream out = connection.getOutputStream()) {
      out.write(body);
    }
  }

  private Answer receive(HttpURLConnection connection, int max)
      throws IOException, ServerAwayException {
    int status = connection.getResponseCode();
    if (status < 200) {
      throw new IOException("no HTTP");
    }
    if (status >= 300 && status < 400 && status != HttpURLConnection.HTTP_NOT_MODIFIED) {
      throw new ServerAwayException(
          base + " answers with a redirect, which is not followed",
          "give the licence server's own address; a proxy or portal may stand between",
          -1,
          null);
    }
    byte[] body = new byte[0];
    if (status != HttpURLConnection.HTTP_NOT_MODIFIED) {
      InputStream stream =
          status >= 400 ? connection.getErrorStream() : connection.getInputStream();
      if (stream != null) {
        try (InputStream in = stream) {
          body = read(in, connection.getContentLengthLong(), max);
        }
      }
    }
    return new Answer(
        status,
        type(connection.getContentType()),
        body,
        nonce(connection.getHeaderField("Brig-Nonce")),
        seconds(connection.getHeaderField("Retry-After")),
        connection.getHeaderField("ETag"));
  }

  /** The timeout holds for each part; a server that sends a byte at a time has four of them. */
  private byte[] read(InputStream in, long announced, int max)
      throws IOException, ServerAwayException {
    long start = System.nanoTime();
    long limit = millis * 4_000_000L;
    byte[] bytes = new byte[Math.min(max, CHUNK)];
    int length = 0;
    while (true) {
      int count = in.read(bytes, length, bytes.length - length);
      if (count < 0) {
        break;
      }
      length += count;
      if (System.nanoTime() - start > limit) {
        throw new SocketTimeoutException("too slow");
      }
      if (length == bytes.length) {
        if (length == max) {
          if (in.read() >= 0) {
            throw new ServerAwayException(
                base + " answers with more than the " + max + " bytes allowed",
                "check that a licence server listens there",
                -1,
                null);
          }
          break;
        }
        bytes = Arrays.copyOf(bytes, Math.min(max, length * 2));
      }
    }
    if (announced >= 0 && length != announced) {
      throw new IOException("cut short");
    }
    return Arrays.copyOf(bytes, length);
  }

  private static String type(String header) {
    if (header == null) {
      return "";
    }
    int end = header.indexOf(';');
    return (end < 0 ? header : header.substring(0, end)).strip().toLowerCase(Locale.ROOT);
  }

  private static String nonce(String header) {
    return header != null && header.matches("[!-~]{1,256}") ? header : null;
  }

  /** Only the form in seconds, up to a day. */
  private static long seconds(String header) {
    return header != null && header.matches("\\d{1,9}")
        ? Math.min(Long.parseLong(header), 86_400)
        : -1;
  }
}
