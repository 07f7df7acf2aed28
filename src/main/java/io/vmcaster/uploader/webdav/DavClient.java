package io.vmcaster.uploader.webdav;

import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InterruptedFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.fetch.HttpClients;
import io.vmcaster.fetch.HttpClients.TimedBody;
import io.vmcaster.fetch.HttpFailures;
import io.vmcaster.fetch.WebProxies;
import io.vmcaster.fetch.WebProxies.WebProxy;
import io.vmcaster.uploader.ServerUrl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodySubscribers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Asks a server, and those that it sends us on to. Each answer has a deadline, with its body, and a
 * limit; the token goes to the server itself alone.
 */
final class DavClient implements AutoCloseable {

  private static final int ERROR_TEXT = 2_000;

  /** The statuses from here on refuse. */
  private static final int REFUSALS = 400;

  private static final Set<String> MAY_TRAVEL = Set.of("GET", "HEAD", "PROPFIND", "PUT");

  /** The alerts by which TLS says that it does not want our certificate (RFC 8446, 6.2). */
  private static final Pattern UNWANTED =
      Pattern.compile(
          "alert: (bad_certificate|unsupported_certificate|certificate_\\w+|unknown_ca"
              + "|access_denied)");

  private final ServerUrl door;
  private final DavSettings settings;
  private final DavIdentity identity;
  private final WebProxies proxies;
  private final HttpClient client;
  private String software = "";

  DavClient(
      ServerUrl door,
      DavSettings settings,
      DavIdentity identity,
      WebProxies proxies,
      SSLContext tls) {
    this.door = door;
    this.settings = settings;
    this.identity = identity;
    this.proxies = proxies;
    HttpClient.Builder builder = HttpClients.builder(settings.timeouts().connect(), proxies);
    this.client = tls == null ? builder.build() : builder.sslContext(tls).build();
  }

  /**
   * Something to ask.
   *
   * @param verb what it is for, as in "cannot … URL"
   * @param method such as {@code PROPFIND}
   * @param url whom
   * @param headers more header fields
   * @param body what is sent along
   * @param limit how many bytes of the answer are wanted
   */
  record Question(
      String verb,
      String method,
      URI url,
      Map<String, String> headers,
      BodyPublisher body,
      int limit) {

    Question(String verb, String method, URI url) {
      this(verb, method, url, Map.of(), BodyPublishers.noBody(), ERROR_TEXT);
    }

    Question with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Question(verb, method, url, more, body, limit);
    }

    Question sending(BodyPublisher content) {
      return new Question(verb, method, url, headers, content, limit);
    }

    Question upTo(int bytes) {
      return new Question(verb, method, url, headers, body, bytes);
    }

    /** With the digest of the file in the answer, if the server knows it. */
    Question withDigest() {
      return with("Want-Digest", "sha-512, adler32;q=0.5").with("Want-Repr-Digest", "sha-512=10");
    }

    Question at(URI other) {
      return new Question(verb, method, other, headers, body, limit);
    }

    /** The beginning of a message. */
    String tried() {
      return "cannot " + verb + " " + url;
    }
  }

  /** Asks once, and follows no redirect. */
  Answer askOnce(Question question) {
    return await(question, begin(question), settings.timeouts().answer());
  }

  /** Keeps at most that many bytes of a body, and one more when there are more; then hangs up. */
  private static BodyHandler<byte[]> limited(int limit) {
    return head ->
        BodySubscribers.mapping(
            BodySubscribers.ofInputStream(),
            body -> {
              try (body) {
                return body.readNBytes(limit + 1);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }

  /** The stream of a file; the words of a refusal within the deadline of the answer. */
  private static BodyHandler<InputStream> opened(int limit) {
    return head ->
        head.statusCode() < REFUSALS
            ? BodySubscribers.ofInputStream()
            : BodySubscribers.mapping(limited(limit).apply(head), ByteArrayInputStream::new);
  }

  /** Asks, and asks again where the server says. */
  Answer ask(Question question) {
    Redirects redirects = redirects(question);
    Answer answer = askOnce(question);
    while (answer.isRedirect()) {
      URI next = redirects.next(answer);
      requireSameServer(question, next);
      answer = askOnce(question.at(next));
    }
    return answer;
  }

  /** What changes names is meant for the one server. */
  private void requireSameServer(Question question, URI next) {
    if (!MAY_TRAVEL.contains(question.method()) && !door.isOriginOf(next)) {
      throw new TransferFailure(
          question.tried() + ": the server sends us on to " + next,
          "Write the address of that server into writeprefix, if it is the right one.");
    }
  }

  /** The redirects of a question. */
  Redirects redirects(Question question) {
    return new Redirects(
        question.tried(),
        question.url(),
        settings.insecure(),
        proxies.of(question.url()).isPresent());
  }

  /** Asks for a file, and follows redirects; the caller closes the stream. */
  InputStream open(Question question) {
    Redirects redirects = redirects(question);
    Question next = question;
    while (true) {
      HttpResponse<InputStream> response =
          wait(next, begin(next, opened(next.limit())), settings.timeouts().answer());
      boolean found = response.statusCode() == 200;
      Answer answer = answer(next, response, found ? new byte[0] : words(response));
      if (found) {
        return new TimedBody(response.body(), settings.timeouts().answer());
      }
      if (!answer.isRedirect()) {
        throw refused(question, answer);
      }
      next = next.at(redirects.next(answer));
    }
  }

  /** Nobody waits for the body of a redirect. */
  private static byte[] words(HttpResponse<InputStream> response) {
    try (InputStream body = response.body()) {
      return response.statusCode() < REFUSALS ? new byte[0] : body.readAllBytes();
    } catch (IOException e) {
      return new byte[0]; // the status tells enough
    }
  }

  /** Sends a question without waiting for the answer. */
  CompletableFuture<HttpResponse<byte[]>> begin(Question question) {
    return begin(question, limited(question.limit()));
  }

  private <T> CompletableFuture<HttpResponse<T>> begin(Question question, BodyHandler<T> handler) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(question.url())
            .header("User-Agent", "vmcaster")
            .method(question.method(), question.body());
    question.headers().forEach(request::header);
    if (door.isOriginOf(question.url())
        || settings.frontend().filter(url -> url.isOriginOf(question.url())).isPresent()) {
      identity.authorization().ifPresent(value -> request.header("Authorization", value));
    }
    proxies
        .of(question.url())
        .flatMap(WebProxy::authorization)
        .ifPresent(login -> request.header("Proxy-Authorization", login));
    return client.sendAsync(request.build(), handler);
  }

  /** Waits for the answer to a question. */
  Answer await(
      Question question, CompletableFuture<HttpResponse<byte[]>> coming, Duration deadline) {
    HttpResponse<byte[]> response = wait(question, coming, deadline);
    return answer(question, response, response.body());
  }

  private <T> Answer answer(Question question, HttpResponse<T> response, byte[] body) {
    if (door.isOriginOf(question.url())) {
      software = response.headers().firstValue("server").orElse(software);
    }
    return new Answer(question.url(), response.statusCode(), response.headers(), body);
  }

  private <T> HttpResponse<T> wait(
      Question question, CompletableFuture<HttpResponse<T>> coming, Duration deadline) {
    try {
      return coming.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw silent(question, deadline);
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw broken(question, why instanceof UncheckedIOException io ? io.getCause() : why);
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedFailure(question.tried() + ": interrupted", null, e);
    }
  }

  /** Nothing came in time. */
  Failure silent(Question question, Duration deadline) {
    return new TemporaryFailure(
        question.tried() + ": no answer in " + deadline.toSeconds() + " s",
        "Run the command again later, or give the server more time with timeout.");
  }

  /** The connection failed, or what came is no answer. */
  Failure broken(Question question, Throwable why) {
    if (why instanceof Failure failure) {
      return failure;
    }
    if (UNWANTED.matcher(String.valueOf(why.getMessage())).find()) {
      return new TrustFailure(
          question.tried()
              + ": the server does not take "
              + identity
              + " ("
              + why.getMessage()
              + ")",
          "Name a certificate or proxy that it takes, and see whether it has ended.",
          why);
    }
    HttpFailures failures =
        new HttpFailures(question.verb(), question.url(), proxies.of(question.url()));
    return why instanceof RuntimeException e
        ? failures.unreadable(e)
        : failures.of(
            why instanceof IOException e
                ? e
                : new IOException(String.valueOf(why.getMessage()), why));
  }

  /** The server refused. */
  Failure refused(Question question, Answer answer) {
    return answer.refused(question.tried(), identity);
  }

  /** What runs there, as it calls itself in its answers; empty before the first, or if it hides. */
  String software() {
    return software;
  }

  DavSettings settings() {
    return settings;
  }

  /** Reads the token again. */
  void refreshIdentity() {
    identity.refresh();
  }

  @Override
  public void close() {
    HttpClients.close(client);
  }
}
