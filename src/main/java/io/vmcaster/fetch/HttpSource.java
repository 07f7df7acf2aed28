package io.vmcaster.fetch;

import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.fetch.HttpClients.TimedBody;
import io.vmcaster.fetch.WebProxies.WebProxy;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;

/**
 * Asks web servers. Redirects are followed one by one, each with its own proxy, but never from
 * https to http.
 */
final class HttpSource implements AutoCloseable {

  /** As many as wget follows. */
  private static final int MOST_REDIRECTS = 20;

  private static final Map<String, String> HEADERS =
      Map.of("User-Agent", "vmcaster", "Cache-Control", "no-cache");

  /** As Python's requests and Ruby's Net::HTTP ask, about. */
  private static final Map<String, String> UNPACKERS = Map.of("Accept-Encoding", "gzip, deflate");

  private final Duration timeout;
  private final Supplier<SSLContext> tls;
  private final WebProxies proxies;

  /** With and without TLS, whose anchors are read when they are needed. */
  private final Map<Boolean, HttpClient> clients = new HashMap<>();

  HttpSource(Duration timeout, Supplier<SSLContext> tls, WebProxies proxies) {
    this.timeout = timeout;
    this.tls = tls;
    this.proxies = proxies;
    HttpClients.prepare(proxies);
  }

  /** Asks what is there. Its status is 200, 404 or 410; the body is not read. */
  WebAnswer head(WebUrl url) {
    WebAnswer answer = ask(url, "HEAD", Map.of());
    answer.close();
    if (answer.status() == 405 || answer.status() == 501) {
      answer = ask(url, "GET", Map.of());
      answer.close();
    }
    return answer.status() == 404 || answer.status() == 410 ? answer : requireOk(answer);
  }

  /** Asks for a file; its status is 200, and the caller closes it. */
  WebAnswer get(WebUrl url) {
    return requireOk(ask(url, "GET", Map.of()));
  }

  /**
   * What is wrong with how an image is served to consumers that unpack on the way, and say so when
   * they ask. A server that packs it for them does no harm, and shows by another length.
   *
   * @param size the image's, in bytes
   */
  List<String> faultsForUnpackers(WebUrl url, long size) {
    try (WebAnswer answer = ask(url, "HEAD", UNPACKERS)) {
      return answer.status() == 200 && answer.length().orElse(-1L) == size
          ? answer.faults()
          : List.of();
    } catch (TransferFailure | TemporaryFailure e) {
      return List.of(); // the image itself was there
    }
  }

  /**
   * Hands on a body piece by piece.
   *
   * @param most how many bytes are read at most
   * @return how many there were, up to that
   */
  long copy(WebAnswer answer, long most, Fetcher.Sink sink) {
    try (InputStream body = new TimedBody(answer.body(), timeout)) {
      return Fetcher.copy(body, most, sink);
    } catch (IOException e) {
      throw failures(answer.url()).of(e);
    }
  }

  private WebAnswer ask(WebUrl first, String method, Map<String, String> headers) {
    WebUrl url = first;
    for (int redirects = 0; ; redirects++) {
      WebAnswer answer = send(url, method, headers);
      if (answer.redirect().isEmpty()) {
        return answer;
      }
      answer.close();
      if (redirects == MOST_REDIRECTS) {
        throw failures(first).redirected("more than " + MOST_REDIRECTS + " times, which is a loop");
      }
      url = next(url, answer.redirect().get());
    }
  }

  private WebUrl next(WebUrl url, String location) {
    try {
      WebUrl next = url.resolve(location);
      if (url.isSecure() && !next.isSecure()) {
        throw failures(url).redirected("from https to " + next + ", where nothing is protected");
      }
      return next;
    } catch (InvalidDataFailure e) {
      throw failures(url).redirected("to what is no address: " + e.getMessage());
    }
  }

  private WebAnswer send(WebUrl url, String method, Map<String, String> headers) {
    try {
      return url.uri().getHost() == null
          ? sendByUrl(url, method, headers)
          : sendByClient(url, method, headers);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedFailure("interrupted while asking for " + url, e);
    } catch (IOException | RuntimeException e) {
      throw failures(url).of(e);
    }
  }

  private WebAnswer sendByClient(WebUrl url, String method, Map<String, String> headers)
      throws IOException, InterruptedException {
    // first, for Java reads its settings when a request is built
    HttpClient client = clients.computeIfAbsent(url.isSecure(), this::client);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(url.uri())
            .timeout(timeout)
            .method(method, HttpRequest.BodyPublishers.noBody());
    HEADERS.forEach(request::header);
    headers.forEach(request::header);
    proxies
        .of(url.uri())
        .flatMap(WebProxy::authorization)
        .ifPresent(login -> request.header("Proxy-Authorization", login));
    HttpResponse<InputStream> answer =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new WebAnswer(url, answer.statusCode(), answer.headers().map(), answer.body());
  }

  /** For a host with an underscore, which the client refuses. */
  private WebAnswer sendByUrl(WebUrl url, String method, Map<String, String> asked)
      throws IOException {
    Proxy proxy = proxies.select(url.uri()).get(0);
    HttpURLConnection connection = (HttpURLConnection) url.uri().toURL().openConnection(proxy);
    if (connection instanceof HttpsURLConnection https) {
      https.setSSLSocketFactory(tls.get().getSocketFactory());
    }
    connection.setConnectTimeout((int) timeout.toMillis());
    connection.setReadTimeout((int) timeout.toMillis());
    connection.setInstanceFollowRedirects(false);
    connection.setRequestMethod(method);
    HEADERS.forEach(connection::setRequestProperty);
    asked.forEach(connection::setRequestProperty);
    int status = connection.getResponseCode();
    Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    // the status line has no name
    connection
        .getHeaderFields()
        .forEach((name, values) -> headers.put(String.valueOf(name), values));
    InputStream body = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    return new WebAnswer(url, status, headers, body);
  }

  private HttpClient client(boolean secure) {
    HttpClient.Builder builder = HttpClients.builder(timeout, proxies);
    return (secure ? builder.sslContext(tls.get()) : builder).build();
  }

  private WebAnswer requireOk(WebAnswer answer) {
    if (answer.status() != 200) {
      answer.close();
      throw failures(answer.url()).refused(answer.status());
    }
    return answer;
  }

  private HttpFailures failures(WebUrl url) {
    return new HttpFailures("get", url.uri(), proxies.of(url.uri()));
  }

  @Override
  public void close() {
    clients.values().forEach(HttpClients::close);
  }

  /**
   * What a web server answered, its body not read yet.
   *
   * @param url what was asked for in the end, behind all redirects
   * @param status the number of the answer
   * @param headers by name, in any case
   * @param body null when there is none
   */
  record WebAnswer(WebUrl url, int status, Map<String, List<String>> headers, InputStream body)
      implements Closeable {

    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    /** Where the server sends us; empty when it answers itself. */
    Optional<String> redirect() {
      return REDIRECTS.contains(status) ? header("location") : Optional.empty();
    }

    Optional<String> header(String name) {
      return Optional.ofNullable(headers.get(name)).map(values -> values.get(0));
    }

    /** How long the file is said to be; empty when that is not said, or is no number. */
    Optional<Long> length() {
      return header("content-length")
          .filter(text -> text.matches("\\d{1,18}"))
          .map(Long::parseLong);
    }

    /** What programs that read an image by HTTP make of the answer beyond its bytes. */
    List<String> faults() {
      List<String> faults = new ArrayList<>(labels());
      header("content-type")
          .filter(type -> type.strip().toLowerCase(Locale.ROOT).matches("(text|multipart)/.*"))
          .ifPresent(type -> faults.add(converted(type)));
      if (header("content-length").isPresent() && length().isEmpty()) {
        faults.add(
            "the server says Content-Length: %s, which is no length"
                .formatted(header("content-length").get()));
      }
      return faults;
    }

    /** The labels by which programs unpack what they read. */
    List<String> labels() {
      return Optional.ofNullable(headers.get("content-encoding"))
          .map(values -> String.join(", ", values))
          .filter(encoding -> !encoding.isBlank() && !encoding.strip().equalsIgnoreCase("identity"))
          .map(encoding -> List.of(unpacked(encoding)))
          .orElse(List.of());
    }

    private static String unpacked(String encoding) {
      return "the server labels the file Content-Encoding: "
          + encoding
          + ", so that consumers (Python's requests, Ruby's Net::HTTP) unpack it on the way and get"
          + " another size and digest: remove the label (Apache: RemoveEncoding .gz .tgz .bz2 .xz"
          + " instead of AddEncoding; nginx: no add_header Content-Encoding)";
    }

    private static String converted(String type) {
      return "the server calls the image Content-Type: "
          + type
          + ", which programs on the way may convert: serve it as application/octet-stream (Apache:"
          + " AddType application/octet-stream and the file's ending)";
    }

    @Override
    public void close() {
      HttpClients.hangUp(body);
    }
  }
}
