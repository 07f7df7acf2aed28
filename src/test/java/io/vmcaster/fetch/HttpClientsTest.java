package io.vmcaster.fetch;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Environment;
import io.vmcaster.fetch.HttpClients.TimedBody;
import io.vmcaster.testing.WebServer;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HttpClientsTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private static HttpClient client(Map<String, String> variables) {
    return HttpClients.builder(LONG, new WebProxies(new Environment(variables, Path.of("/"))))
        .build();
  }

  private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
    return client.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(LONG).build(), BodyHandlers.ofString());
  }

  @Test
  void aClientAsksByHttp11AndFollowsNobody() throws Exception {
    try (WebServer server = WebServer.start()) {
      server.serve("/old", 302, new byte[0], Map.of("Location", "/new"));
      HttpClient client = client(Map.of());

      HttpResponse<String> answer = get(client, server.url("/old"));

      assertThat(answer.statusCode()).isEqualTo(302);
      assertThat(answer.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
      assertThat(client.connectTimeout()).contains(LONG);
      assertThat(server.asked()).containsExactly("GET /old");
      HttpClients.close(client);
    }
  }

  @Test
  void aProxyOfTheEnvironmentIsAskedInsteadOfTheServer() throws Exception {
    try (WebServer proxy = WebServer.start()) {
      proxy.serve("/list", 200, "by the proxy".getBytes(US_ASCII));
      HttpClient client = client(Map.of("http_proxy", proxy.url("")));

      assertThat(get(client, "http://no-such-host.example.org/list").body())
          .isEqualTo("by the proxy");
      assertThat(client(Map.of()).proxy()).as("without one, Java's settings count").isEmpty();
      HttpClients.close(client);
    }
  }

  @Test
  void aBodyIsHandedOnAsItIs() throws IOException {
    InputStream body = new ByteArrayInputStream(new byte[] {-1, 0, 1, 2, 3});
    try (TimedBody timed = new TimedBody(body, LONG)) {
      assertThat(timed.read()).isEqualTo(255);
      assertThat(timed.readAllBytes()).containsExactly(0, 1, 2, 3);
      assertThat(timed.read()).isEqualTo(-1);
    }
  }

  @Test
  void aServerThatFallsSilentIsLeft() throws IOException {
    try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket here = new Socket(listening.getInetAddress(), listening.getLocalPort());
        Socket server = listening.accept()) {
      server.getOutputStream().write('a');
      try (TimedBody timed = new TimedBody(here.getInputStream(), Duration.ofSeconds(2))) {
        assertThat(timed.read()).isEqualTo('a');
        assertThatThrownBy(timed::read)
            .isInstanceOf(HttpTimeoutException.class)
            .hasMessage("the server fell silent");
        assertThat(here.isClosed()).as("nobody listens to it any more").isTrue();
      }
    }
  }

  @Test
  void anotherFailureStaysWhatItIs() {
    InputStream broken =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatThrownBy(() -> new TimedBody(broken, LONG).read())
        .isExactlyInstanceOf(IOException.class)
        .hasMessage("connection reset");
  }

  @Test
  void hangingUpDoesNotFail() {
    InputStream unclosable =
        new FilterInputStream(InputStream.nullInputStream()) {
          @Override
          public void close() throws IOException {
            throw new IOException("connection reset");
          }
        };

    assertThatCode(() -> HttpClients.hangUp(unclosable)).doesNotThrowAnyException();
    assertThatCode(() -> HttpClients.hangUp(null)).doesNotThrowAnyException();
  }
}
