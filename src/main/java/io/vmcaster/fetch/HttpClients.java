package io.vmcaster.fetch;

import io.vmcaster.context.Watchdog;
import io.vmcaster.context.Watchdog.Pace;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketTimeoutException;
import java.net.http.HttpClient;
import java.net.http.HttpTimeoutException;
import java.time.Duration;

/** Clients of web servers, all set up alike. */
public final class HttpClients {

  private static final String TUNNELS = "jdk.http.auth.tunneling.disabledSchemes";

  private HttpClients() {}

  /**
   * Says what Java looks at once, before the first client or request of the process is made. dCache
   * hands a file on to a pool only when it is asked with {@code Expect}, and Java's own way to send
   * that hangs on 17. By itself it sends no name and password to a proxy that is asked for a
   * tunnel, since they go there in the clear; who writes them into {@code https_proxy} wants it.
   *
   * @param proxies those of the environment
   */
  static void prepare(WebProxies proxies) {
    System.setProperty("jdk.httpclient.allowRestrictedHeaders", "expect");
    if (!proxies.isEmpty() && System.getProperty(TUNNELS) == null) {
      System.setProperty(TUNNELS, "");
    }
  }

  /**
   * Begins a client for HTTP/1.1 that follows no redirects.
   *
   * @param connect how long to wait for a connection
   * @param proxies those of the environment
   */
  public static HttpClient.Builder builder(Duration connect, WebProxies proxies) {
    prepare(proxies);
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connect)
            .followRedirects(HttpClient.Redirect.NEVER);
    return proxies.isEmpty() ? builder : builder.proxy(proxies);
  }

  /**
   * Ends a client's threads. One of them waits for the network in the system, and a process that
   * ends while it does is held up by Java for 0.3 s. Java 17 has no way to end it.
   */
  public static void close(HttpClient client) {
    try {
      if (client instanceof AutoCloseable closeable) {
        closeable.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException("a client of web servers cannot be closed", e);
    }
  }

  /** Reads no more of an answer; null when it has no body. */
  public static void hangUp(InputStream body) {
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      // nobody reads on, or whoever does is told anyway
    }
  }

  /** A file as it comes from a server, which may neither fall silent meanwhile nor crawl. */
  public static final class TimedBody extends FilterInputStream {

    private final Watchdog watchdog;
    private final Pace pace;
    private SocketTimeoutException tooSlow;

    /**
     * A body that is given up when nothing comes for a while, or next to nothing.
     *
     * @param patience how long a read may take
     */
    public TimedBody(InputStream body, Duration patience) {
      this(body, patience, new Pace(patience));
    }

    TimedBody(InputStream body, Duration patience, Pace pace) {
      super(body);
      this.pace = pace;
      this.watchdog = new Watchdog(patience, () -> hangUp(body));
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      int count = read(one, 0, 1);
      return count < 0 ? count : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      watchdog.begin();
      try {
        int count = in.read(bytes, offset, length);
        if (count >= 0 || !watchdog.hasBitten()) {
          if (count > 0) {
            judge(count);
          }
          return count;
        }
      } catch (IOException e) {
        if (!watchdog.hasBitten()) {
          throw e;
        }
      } finally {
        watchdog.end();
      }
      throw new HttpTimeoutException("the server fell silent");
    }

    /** What may be the last piece, and small for that, is held against the server by the next. */
    private void judge(int count) throws SocketTimeoutException {
      if (tooSlow != null) {
        throw tooSlow;
      }
      try {
        pace.moved(count);
      } catch (SocketTimeoutException e) {
        tooSlow = e;
      }
    }

    @Override
    public void close() throws IOException {
      watchdog.close();
      super.close();
    }
  }
}
