package io.vmcaster.fetch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FetcherTest {

  @TempDir private Path directory;

  private final ExecutorService threads = Executors.newCachedThreadPool();
  private HttpServer server;
  private Fetcher fetcher;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.start();
    fetcher = fetcher(Duration.ofSeconds(10));
  }

  @AfterEach
  void stop() {
    server.stop(0);
    threads.shutdownNow();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"ftp://example.org/list", "S3://bucket/list", "dcap://door.example.org/l"})
  void otherUrlsAreNoPaths(String url) {
    assertThatThrownBy(() -> fetcher.fetch(url, 100))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContainingAll(url, "only http, https and file URLs");
  }

  @Test
  void aListIsFetched() {
    serve("/list", 200, "the list");

    assertThat(fetcher.fetch(url("/list"), 100)).asString(UTF_8).isEqualTo("the list");
    assertThat(fetcher.look(url("/list")).orElseThrow().size()).isEqualTo(8);
  }

  @Test
  void whatIsTooLargeIsRefused() {
    serve("/list", 200, "the list");

    assertThatThrownBy(() -> fetcher.fetch(url("/list"), 7))
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("7 bytes");
  }

  @Test
  void anImageIsStreamedPastADigest() throws NoSuchAlgorithmException {
    serve("/image", 200, "x".repeat(300_000));
    MessageDigest digest = MessageDigest.getInstance("SHA-512");

    assertThat(fetcher.stream(url("/image"), 1 << 20, digest::update).size()).isEqualTo(300_000);
    assertThat(digest.digest())
        .isEqualTo(
            MessageDigest.getInstance("SHA-512").digest("x".repeat(300_000).getBytes(UTF_8)));
  }

  @Test
  void redirectsAreFollowed() {
    serve("/new", 200, "here");
    server.createContext(
        "/old",
        exchange -> {
          exchange.getResponseHeaders().add("Location", "/new");
          answer(exchange, 302, "");
        });

    assertThat(fetcher.fetch(url("/old"), 100)).asString(UTF_8).isEqualTo("here");
  }

  @Test
  void aBlankInAUrlIsEscaped() {
    serve("/a b", 200, "blank");

    assertThat(fetcher.fetch(url("/a b"), 100)).asString(UTF_8).isEqualTo("blank");
  }

  @Test
  void whatIsNotThereHasNoStat() {
    assertThat(fetcher.look(url("/absent"))).isEmpty();
    assertThatThrownBy(() -> fetcher.fetch(url("/absent"), 9))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("no such file");
  }

  @Test
  void aServerThatRefusesHeadIsAskedOtherwise() {
    server.createContext(
        "/list",
        exchange -> answer(exchange, exchange.getRequestMethod().equals("HEAD") ? 405 : 200, "1"));

    assertThat(fetcher.look(url("/list")).orElseThrow().size()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {500, 502, 503, 429})
  void anOverloadedServerIsTemporary(int status) {
    serve("/list", status, "");

    assertThatThrownBy(() -> fetcher.fetch(url("/list"), 9)).isInstanceOf(TemporaryFailure.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 204})
  void aRefusalIsNot(int status) {
    serve("/list", status, "");

    assertThatThrownBy(() -> fetcher.fetch(url("/list"), 9)).isInstanceOf(TransferFailure.class);
  }

  @Test
  void aServerThatFallsSilentIsTemporary() {
    server.createContext(
        "/list",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
        });

    assertThatThrownBy(() -> fetcher(Duration.ofMillis(300)).fetch(url("/list"), 1000))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("no answer in time");
  }

  @Test
  void aServerThatNeverAnswersIsTemporary() throws IOException {
    try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
      String url = "http://127.0.0.1:" + silent.getLocalPort() + "/list";
      assertThatThrownBy(() -> fetcher(Duration.ofMillis(300)).look(url))
          .isInstanceOf(TemporaryFailure.class)
          .hasMessageContaining("no answer in time");
    }
  }

  @Test
  void anAnswerThatEndsEarlyIsTemporary() {
    server.createContext(
        "/list",
        exchange -> {
          exchange.sendResponseHeaders(200, 100);
          exchange.getResponseBody().write(1);
          exchange.getResponseBody().flush();
          throw new IOException("dropped");
        });

    assertThatThrownBy(() -> fetcher.fetch(url("/list"), 1000))
        .isInstanceOf(TemporaryFailure.class);
  }

  @Test
  void nobodyListeningIsTemporary() {
    server.stop(0);

    assertThatThrownBy(() -> fetcher.fetch(url("/list"), 9))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("refused");
  }

  @Test
  void filesAreReadByPathAndUrl() throws IOException {
    Path file = Files.writeString(directory.resolve("a list"), "local");

    for (String name : new String[] {"a list", file.toString(), file.toUri().toString()}) {
      assertThat(fetcher.fetch(name, 9)).asString(UTF_8).isEqualTo("local");
      assertThat(fetcher.look(name).orElseThrow().size()).isEqualTo(5);
    }
    assertThat(fetcher.look("absent")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"absent", "file:///absent", "."})
  void aLocalFileThatIsNotThereIsNotFound(String name) {
    assertThatThrownBy(() -> fetcher.fetch(name, 9)).isInstanceOf(NotFoundFailure.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http:///list", "http://host/%zz", "https://", "file:///%zz", "a\0b"})
  void whatNamesNothingIsInvalid(String name) {
    assertThatThrownBy(() -> fetcher.fetch(name, 9)).isInstanceOf(InvalidDataFailure.class);
  }

  private Fetcher fetcher(Duration timeout) {
    return new Fetcher(new Environment(Map.of(), directory), timeout, FetcherTest::defaultTls);
  }

  private static SSLContext defaultTls() {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private String url(String path) {
    return "http://127.0.0.1:" + server.getAddress().getPort() + path;
  }

  private void serve(String path, int status, String body) {
    server.createContext(path, exchange -> answer(exchange, status, body));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(bytes.length));
    }
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
    if (!head && bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }
}
