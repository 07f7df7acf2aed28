package io.vmcaster.fetch;

import io.vmcaster.context.RemoteFile;
import io.vmcaster.context.Watchdog;
import io.vmcaster.error.InterruptedFailure;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;
import javax.net.ssl.SSLContext;

/** Files of web servers. Redirects are followed, but never from https to http. */
final class HttpSource implements AutoCloseable {

  private static final int PIECE = 1 << 16;

  private final Duration timeout;
  private final Supplier<SSLContext> tls;
  private final WebProxies proxies;
  private HttpClient plain;
  private HttpClient secure;

  HttpSource(Duration timeout, Supplier<SSLContext> tls, WebProxies proxies) {
    this.timeout = timeout;
    this.tls = tls;
    this.proxies = proxies;
    HttpClients.prepare(proxies);
  }

  /** What a server says of a file; empty when it says that there is none. */
  Optional<RemoteFile> stat(URI url) {
    HttpResponse<InputStream> answer = ask(url, "HEAD");
    if (answer.statusCode() == 405 || answer.statusCode() == 501) {
      answer = ask(url, "GET");
    }
    close(answer.body());
    if (answer.statusCode() == 404 || answer.statusCode() == 410) {
      return Optional.empty();
    }
    requireOk(answer);
    return Optional.of(
        new RemoteFile(answer.headers().firstValueAsLong("content-length").orElse(-1), false));
  }

  /** Hands on a file piece by piece. */
  long stream(URI url, Fetcher.Sink sink) {
    HttpResponse<InputStream> answer = ask(url, "GET");
    InputStream body = answer.body();
    try (Watchdog watchdog = new Watchdog(timeout, () -> close(body))) {
      requireOk(answer);
      return copy(body, sink, watchdog);
    } catch (IOException e) {
      throw failures(url).of(e);
    } finally {
      close(body);
    }
  }

  private static long copy(InputStream body, Fetcher.Sink sink, Watchdog watchdog)
      throws IOException {
    byte[] piece = new byte[PIECE];
    long total = 0;
    int count = read(body, piece, watchdog);
    while (count >= 0) {
      sink.accept(piece, 0, count);
      total += count;
      count = read(body, piece, watchdog);
    }
    return total;
  }

  private static int read(InputStream body, byte[] piece, Watchdog watchdog) throws IOException {
    watchdog.begin();
    try {
      int count = body.read(piece);
      if (count >= 0 || !watchdog.hasBitten()) {
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

  private HttpResponse<InputStream> ask(URI url, String method) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url)
            .timeout(timeout)
            .header("User-Agent", "vmcaster")
            .header("Cache-Control", "no-cache")
            .method(method, HttpRequest.BodyPublishers.noBody());
    proxies
        .of(url)
        .flatMap(WebProxy::authorization)
        .ifPresent(login -> request.header("Proxy-Authorization", login));
    try {
      return client(url).send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    } catch (IOException e) {
      throw failures(url).of(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while asking for " + url, null, e);
    }
  }

  private HttpClient client(URI url) {
    if (url.getScheme().toLowerCase(Locale.ROOT).equals("https")) {
      if (secure == null) {
        secure = builder().sslContext(tls.get()).build();
      }
      return secure;
    }
    if (plain == null) {
      plain = builder().build();
    }
    return plain;
  }

  private HttpClient.Builder builder() {
    return HttpClients.builder(timeout, proxies).followRedirects(HttpClient.Redirect.NORMAL);
  }

  @Override
  public void close() {
    HttpClients.close(plain);
    HttpClients.close(secure);
  }

  private void requireOk(HttpResponse<?> answer) {
    if (answer.statusCode() != 200) {
      throw failures(answer.uri()).refused(answer.statusCode());
    }
  }

  private HttpFailures failures(URI url) {
    return new HttpFailures("get", url, proxies.of(url));
  }

  /** There is no body when a proxy refuses the tunnel. */
  private static void close(InputStream body) {
    try {
      if (body != null) {
        body.close();
      }
    } catch (IOException e) {
      // Nobody reads on.
      return;
    }
  }
}
