package io.vmcaster.fetch;

import io.vmcaster.context.Environment;
import io.vmcaster.testing.Fuzz;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Addresses, and what web servers answer, damaged at random. */
class FetchFuzzTest {

  @Test
  void addresses() throws IOException {
    new Fuzz(
            "web addresses",
            Fuzz.texts(
                "https://user:pass@www.example.org:8443/a%20b/c?d=e#f",
                "http://[2001:db8::1]/", "HTTP://under_score.example.org"))
        .run(
            input -> {
              String text = new String(input, StandardCharsets.UTF_8);
              WebUrl.isOne(text);
              WebUrl.parse(text);
            });
  }

  @Test
  void answers() throws Exception {
    AtomicReference<byte[]> answer = new AtomicReference<>(new byte[0]);
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread serving = new Thread(() -> serve(server, answer), "fuzz-server");
      serving.setDaemon(true);
      serving.start();
      String here = "http://127.0.0.1:" + server.getLocalPort();
      Fetcher fetcher =
          new Fetcher(
              new Environment(Map.of(), Path.of("/")),
              Duration.ofSeconds(5),
              () -> {
                throw new AssertionError("nothing here is https");
              });
      new Fuzz(
              "web answers",
              Fuzz.texts(
                  "HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Type: a/b\r\n\r\nhello",
                  "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n",
                  "HTTP/1.0 200 OK\r\nContent-Encoding: gzip\r\nLast-Modified: Sun\r\n\r\nhello",
                  "HTTP/1.1 302 Found\r\nLocation: /b\r\nContent-Length: 0\r\n\r\n",
                  "HTTP/1.1 302 Found\r\nLocation: ftp://[::1]:99999/%\r\n\r\n",
                  "HTTP/1.1 401 No\r\nWWW-Authenticate: Basic realm=\"a\"\r\n\r\n"))
          .run(
              input -> {
                answer.set(input);
                fetcher.fetch(here + "/a", 1000);
              });
    }
  }

  private static void serve(ServerSocket server, AtomicReference<byte[]> answer) {
    while (!server.isClosed()) {
      try (Socket socket = server.accept()) {
        socket.setSoTimeout(5000);
        InputStream in = socket.getInputStream();
        int last = 0;
        for (int c = in.read(); c >= 0 && last != 0x0d0a0d0a; ) {
          last = last << 8 | c;
          c = last == 0x0d0a0d0a ? c : in.read();
        }
        socket.getOutputStream().write(answer.get());
      } catch (IOException e) {
        // the client left, or the test is over
      }
    }
  }
}
