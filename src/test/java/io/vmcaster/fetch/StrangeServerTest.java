package io.vmcaster.fetch;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.error.Failure.TransferFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What servers send that no server should: each ends in a failure that tells of it. */
final class StrangeServerTest {

  @TempDir Path directory;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final AtomicLong sent = new AtomicLong();
  private ServerSocket server;
  private volatile Answer answer = out -> {};
  private volatile String head;

  /** Writes an answer to a request that has been read. */
  private interface Answer {
    void to(OutputStream out) throws IOException, InterruptedException;
  }

  @BeforeEach
  void start() throws IOException {
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "strange server");
    thread.setDaemon(true);
    thread.start();
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void serve() {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        head = head(socket.getInputStream());
        asked.add(head.lines().findFirst().orElse(""));
        answer.to(socket.getOutputStream());
      } catch (IOException | InterruptedException e) {
        // the client has seen enough
      }
    }
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  private void answers(String text) {
    answer = out -> out.write(text.getBytes(ISO_8859_1));
  }

  private Fetcher fetcher(Duration timeout, Map<String, String> variables) {
    return new Fetcher(
        new Environment(variables, directory),
        timeout,
        () -> {
          throw new AssertionError("no https here");
        });
  }

  private Fetcher fetcher() {
    return fetcher(Duration.ofSeconds(30), Map.of());
  }

  private String url() {
    return "http://127.0.0.1:" + server.getLocalPort() + "/list";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\nlist",
        "HTTP/1.1 200 OK\r\nContent-Length: 99999999999999999999\r\n\r\nlist",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nlist",
        "HTTP/1.1 abc OK\r\n\r\n",
        "HTTP/1.1 99999 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2p1\r\n\r\n",
        "\0\0\22\4\0\0\0\0\0\0\3\0\0\0\u0080\0\4\0\1\0\0", // HTTP/2 alone
        "HTTP/1.1 302 Found\r\nLocation: http://host:99999/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http://a b:c/%zz\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: ftp://host/\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: file:///etc/passwd\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: http:///\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation:\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 302 Found\r\nLocation: /list\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 505 HTTP Version Not Supported\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 206 Partial\r\nContent-Length: 1\r\n\r\nl"
      })
  void whatIsNoAnswerIsAFailure(String text) {
    answers(text);

    assertThatThrownBy(() -> fetcher().fetch(url(), 100))
        .isInstanceOf(Failure.class)
        .hasMessageContaining("cannot get " + url());
    // Java's client may also see nothing wrong in a head: what counts is that nothing else escapes
    try {
      fetcher().look(url());
    } catch (Failure alsoGood) {
      assertThat(alsoGood).hasMessageContaining("cannot get");
    }
  }

  @Test
  void aHostOfTooManyLettersInALocationIsTheServersFault() {
    answers(
        "HTTP/1.1 302 Found\r\nLocation: http://"
            + "a".repeat(64)
            + ".org/\r\nContent-Length: 0\r\n\r\n");

    assertThatThrownBy(() -> fetcher().fetch(url(), 100))
        .isInstanceOf(TransferFailure.class)
        .hasMessageContaining("redirects us");
  }

  @Test
  void anEndlessFileIsNotReadPastItsLimit() {
    answer =
        out -> {
          out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(ISO_8859_1));
          byte[] zeros = new byte[1 << 16];
          while (true) {
            out.write(zeros);
            sent.addAndGet(zeros.length);
          }
        };

    assertThat(fetcher().stream(url(), 1001, (bytes, offset, length) -> {}).size()).isEqualTo(1001);
    assertThatThrownBy(() -> fetcher().fetch(url(), 1000)).hasMessageContaining("larger than 1000");
    assertThat(sent.get()).isLessThan(64 << 20);
  }

  /** Never silent for the time of an answer, and never done. */
  @Test
  void aServerThatDripsIsGivenUp() {
    answer =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n".getBytes(ISO_8859_1));
          while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
        };

    assertThatThrownBy(() -> fetcher(Duration.ofSeconds(3), Map.of()).fetch(url(), 1 << 20))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("less than 1000 bytes a second");
  }

  @Test
  void headersThatDripAreGivenUp() {
    answer =
        out -> {
          out.write("HTTP/1.1 200 OK\r\nX: ".getBytes(ISO_8859_1));
          while (true) {
            out.write('x');
            out.flush();
            Thread.sleep(100);
          }
        };

    assertThatThrownBy(() -> fetcher(Duration.ofSeconds(1), Map.of()).fetch(url(), 1 << 20))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("no answer in time");
  }

  /** The proxy is asked for the first address; no_proxy names the second. */
  @Test
  void noProxyIsAskedAgainAfterARedirect() {
    String host = "localhost:" + server.getLocalPort();
    answer =
        out ->
            out.write(
                (asked.get(asked.size() - 1).startsWith("GET http://")
                        ? "HTTP/1.1 302 Found\r\nLocation: http://"
                            + host
                            + "/direct\r\nContent-Length: 0\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlist")
                    .getBytes(ISO_8859_1));
    Fetcher fetcher =
        fetcher(
            Duration.ofSeconds(30),
            Map.of(
                "http_proxy",
                "http://127.0.0.1:" + server.getLocalPort(),
                "no_proxy",
                "localhost"));

    assertThat(fetcher.fetch("http://images.example.org/list", 100)).hasSize(4);
    assertThat(asked)
        .containsExactly("GET http://images.example.org/list HTTP/1.1", "GET /direct HTTP/1.1");
  }

  @Test
  void aHostWithAnUnderscoreIsAskedFor() {
    answers("HTTP/1.1 200 OK\r\nContent-Length: 4\r\nX-Extra: 1\r\n\r\nlist");
    Fetcher fetcher =
        fetcher(
            Duration.ofSeconds(30),
            Map.of("http_proxy", "http://127.0.0.1:" + server.getLocalPort()));

    assertThat(fetcher.fetch("http://my_host.example.org/list", 100)).hasSize(4);
    assertThat(asked.get(0)).isEqualTo("GET http://my_host.example.org/list HTTP/1.1");
    assertThat(fetcher.look("http://my_host.example.org/list").orElseThrow().size()).isEqualTo(4);
    assertThatThrownBy(() -> fetcher().fetch("http://my_host.invalid/list", 100))
        .isInstanceOf(TemporaryFailure.class)
        .hasMessageContaining("my_host.invalid has no address");
  }

  @Test
  void aPasswordIsNotShown() {
    answers("HTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n");
    String url = url().replace("http://", "http://jane:secret@");

    for (String each : List.of(url, url.replace("127.0.0.1", "a..b"), url + "/%zz")) {
      assertThatThrownBy(() -> fetcher().fetch(each, 100))
          .isInstanceOf(Failure.class)
          .hasMessageNotContaining("secret");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "br", "deflate", "zstd", "gzip, identity"})
  void aLabelThatMakesConsumersUnpackIsSeen(String encoding) {
    answers(
        "HTTP/1.1 200 OK\r\ncontent-encoding: " + encoding + "\r\nContent-Length: 4\r\n\r\nlist");

    assertThat(fetcher().look(url()).orElseThrow().faults())
        .singleElement()
        .asString()
        .contains("Content-Encoding: " + encoding, "RemoveEncoding");
    assertThat(fetcher().stream(url(), 9, (bytes, offset, length) -> {}).faults()).hasSize(1);
  }

  @Test
  void aSecondLabelIsSeen() {
    answers(
        "HTTP/1.1 200 OK\r\nContent-Encoding: identity\r\nContent-Encoding: gzip\r\n"
            + "Content-Length: 4\r\n\r\nlist");

    assertThat(fetcher().look(url()).orElseThrow().faults().toString()).contains("identity, gzip");
  }

  /** Who does not say that it unpacks gets the file without the label. */
  @ParameterizedTest
  @CsvSource({"4, 1", "3, 0"})
  void aLabelForThoseWhoUnpackIsSeen(int length, int faults) {
    answer =
        out ->
            out.write(
                (head.contains("Accept-Encoding: gzip")
                        ? "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: "
                            + length
                            + "\r\n\r\n"
                        : "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nlist")
                    .getBytes(ISO_8859_1));

    assertThat(fetcher().look(url()).orElseThrow().faults()).hasSize(faults);
    assertThat(fetcher().stream(url(), 9, (bytes, offset, count) -> {}).faults()).hasSize(faults);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Content-Encoding: identity",
        "Content-Encoding:",
        "Content-Type: application/gzip",
        "X-Nothing: gzip"
      })
  void whatChangesNothingIsNoFault(String header) {
    answers("HTTP/1.1 200 OK\r\n" + header + "\r\nContent-Length: 4\r\n\r\nlist");

    assertThat(fetcher().look(url()).orElseThrow().faults()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"text/plain", "Text/html; charset=utf-8", "multipart/byteranges"})
  void aTypeThatMayBeConvertedIsSeen(String type) {
    answers("HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\nContent-Length: 4\r\n\r\nlist");

    assertThat(fetcher().look(url()).orElseThrow().faults())
        .singleElement()
        .asString()
        .contains(type, "application/octet-stream");
  }
}
