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
import io.vmcaster.uploader.webdav.WebDavProtocol.DavSettings;
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
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import javax.net.ssl.SSLContext;

/**
 * Asks a server, and those that it redirects us to. Each answer has a deadline, with its body, and
 * a limit; the token goes to the server itself alone.
 */
final class DavClient implements AutoCloseable {

  private static final int ERROR_TEXT = 2_000;

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
   * @param request what is asked, but for who we are
   * @param limit how many bytes of the answer are wanted
   */
  record Question(String verb, HttpRequest request, int limit) {

    Question(String verb, String method, URI url) {
      this(
          verb,
          HttpRequest.newBuilder(url)
              .header("User-Agent", "vmcaster")
              .method(method, BodyPublishers.noBody())
              .build(),
          ERROR_TEXT);
    }

    URI url() {
      return request.uri();
    }

    private HttpRequest.Builder copy() {
      return HttpRequest.newBuilder(request, (name, value) -> true);
    }

    private Question with(HttpRequest.Builder other) {
      return new Question(verb, other.build(), limit);
    }

    Question with(String name, String value) {
      return with(copy().header(name, value));
    }

    Question sending(BodyPublisher content) {
      return with(copy().method(request.method(), content));
    }

    /** With the digest of the file in the answer, if the server knows it. */
    Question withDigest() {
      return with("Want-Digest", "sha-512, adler32;q=0.5").with("Want-Repr-Digest", "sha-512=10");
    }

    Question at(URI other) {
      return with(copy().uri(other));
    }

    Question upTo(int bytes) {
      return new Question(verb, request, bytes);
    }

    /** The beginning of a message. */
    String tried() {
      return "cannot " + verb + " " + url();
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
        head.statusCode() < 400
            ? BodySubscribers.ofInputStream()
            : BodySubscribers.mapping(limited(limit).apply(head), ByteArrayInputStream::new);
  }

  /** Asks, and asks again where the server says. */
  Answer ask(Question question) {
    HttpResponse<byte[]> response = follow(question, limited(question.limit()));
    return answer(response, response.body());
  }

  /** Asks likewise, and insists on success. */
  Answer require(Question question) {
    Answer answer = ask(question);
    if (!answer.isDone()) {
      throw refused(question, answer);
    }
    return answer;
  }

  /** Asks for a file, and follows redirects; the caller closes the stream. */
  InputStream open(Question question) {
    HttpResponse<InputStream> response = follow(question, opened(question.limit()));
    if (response.statusCode() == 200) {
      return new TimedBody(response.body(), settings.timeouts().answer());
    }
    try (InputStream words = response.body()) {
      byte[] said = response.statusCode() < 400 ? new byte[0] : words.readAllBytes();
      throw refused(question, answer(response, said));
    } catch (IOException e) {
      throw broken(question, e);
    }
  }

  private <T> HttpResponse<T> follow(Question question, BodyHandler<T> handler) {
    Redirects redirects = redirects(question);
    Question next = question;
    while (true) {
      HttpResponse<T> response = wait(next, begin(next, handler), settings.timeouts().answer());
      if (!Answer.isRedirect(response.statusCode())) {
        return response;
      }
      if (response.body() instanceof InputStream unread) {
        HttpClients.hangUp(unread); // nobody waits for what a redirect says
      }
      URI to = redirects.next(answer(response, new byte[0]));
      // what changes names is meant for the one server
      if (!MAY_TRAVEL.contains(question.request().method()) && !door.isOriginOf(to)) {
        throw new TransferFailure(
            question.tried() + ": the server redirects us to " + to,
            "Write the address of that server into writeprefix, if it is the right one.");
      }
      next = question.at(to);
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

  /** Sends a question without waiting for the answer. */
  CompletableFuture<HttpResponse<byte[]>> begin(Question question) {
    return begin(question, limited(question.limit()));
  }

  private <T> CompletableFuture<HttpResponse<T>> begin(Question question, BodyHandler<T> handler) {
    HttpRequest.Builder request = question.copy();
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
    return answer(response, response.body());
  }

  private <T> Answer answer(HttpResponse<T> response, byte[] body) {
    URI url = response.request().uri();
    if (door.isOriginOf(url)) {
      software = response.headers().firstValue("server").orElse(software);
    }
    return new Answer(url, response.statusCode(), response.headers(), body);
  }

  private <T> HttpResponse<T> wait(
      Question question, CompletableFuture<HttpResponse<T>> coming, Duration deadline) {
    try {
      return coming.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      coming.cancel(true);
      throw new TemporaryFailure(
          question.tried() + ": no answer in " + deadline.toSeconds() + " s",
          "Run the command again later, or give the server more time with timeout.");
    } catch (ExecutionException e) {
      Throwable why = e.getCause();
      throw broken(question, why instanceof UncheckedIOException io ? io.getCause() : why);
    } catch (InterruptedException e) {
      coming.cancel(true);
      Thread.currentThread().interrupt();
      throw new InterruptedFailure(question.tried() + ": interrupted", e);
    }
  }

  /** The connection failed, or what came is no answer. */
  Failure broken(Question question, Throwable why) {
    String said = String.valueOf(why.getMessage());
    return UNWANTED.matcher(said).find()
        ? new TrustFailure(
            question.tried() + ": the server does not take " + identity + " (" + said + ")",
            "Name a certificate or proxy that it takes, and see whether it has ended.",
            why)
        : new HttpFailures(question.verb(), question.url(), proxies.of(question.url())).of(why);
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
