package io.vmcaster.testing;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A little web proxy: it passes on requests for {@code http}, and opens tunnels for {@code https}.
 * It alone knows where the hosts are that a test tells it of; others it does not reach.
 */
public final class ForwardProxy implements Closeable {

  private final ServerSocket server;
  private final Map<String, Integer> hosts = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile String login;
  private volatile int refusal;

  private ForwardProxy(ServerSocket server) {
    this.server = server;
  }

  /** Starts one on a free port. */
  public static ForwardProxy start() throws IOException {
    ForwardProxy proxy =
        new ForwardProxy(new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    run(proxy::accept);
    return proxy;
  }

  /** A host, whatever the port that is asked for, is this port of this machine. */
  public ForwardProxy knows(String host, int port) {
    hosts.put(host, port);
    return this;
  }

  /** Wants user and password from now on. */
  public ForwardProxy wants(String userAndPassword) {
    login =
        "Proxy-Authorization: Basic "
            + Base64.getEncoder().encodeToString(userAndPassword.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  /** Refuses everything from now on. */
  public void refuse(int status) {
    refusal = status;
  }

  /** Its port. */
  public int port() {
    return server.getLocalPort();
  }

  /** The URL to name it by. */
  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** What was asked of it, as method and target. */
  public List<String> asked() {
    return asked;
  }

  private static void run(Runnable work) {
    Thread thread = new Thread(work, "forward proxy");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() {
    try {
      while (!server.isClosed()) {
        Socket client = server.accept();
        run(() -> serve(client));
      }
    } catch (IOException e) {
      // closed: the test is over
    }
  }

  private void serve(Socket client) {
    try (client) {
      InputStream in = new BufferedInputStream(client.getInputStream());
      List<String> head = head(in);
      String[] words = head.get(0).split(" ");
      asked.add(words[0] + " " + words[1]);
      int status = status(head);
      if (status != 200) {
        String header = status == 407 ? "Proxy-Authenticate: Basic realm=\"test\"\r\n" : "";
        say(client, "HTTP/1.1 " + status + " no\r\n" + header + "Content-Length: 0\r\n\r\n");
        return;
      }
      boolean tunnel = words[0].equals("CONNECT");
      String target = words[1].replaceFirst("^http://", "").replaceFirst("[/:].*", "");
      try (Socket other = new Socket(InetAddress.getLoopbackAddress(), port(target))) {
        if (tunnel) {
          say(client, "HTTP/1.1 200 connected\r\n\r\n");
        } else {
          say(other, passedOn(head));
        }
        run(() -> copy(in, other));
        copy(other.getInputStream(), client);
      }
    } catch (IOException e) {
      // one side went away: the other goes too
    }
  }

  private int port(String host) throws IOException {
    Integer port = hosts.get(host);
    if (port == null) {
      throw new IOException("nobody knows " + host);
    }
    return port;
  }

  private int status(List<String> head) {
    if (refusal != 0) {
      return refusal;
    }
    return login == null || head.contains(login) ? 200 : 407;
  }

  /** The request as the server is to see it. */
  private static String passedOn(List<String> head) {
    List<String> lines = new ArrayList<>(head);
    lines.set(0, head.get(0).replaceFirst("http://[^/]+", ""));
    lines.removeIf(line -> line.startsWith("Proxy-") || line.startsWith("Connection:"));
    return String.join("\r\n", lines) + "\r\nConnection: close\r\n\r\n";
  }

  private static List<String> head(InputStream in) throws IOException {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0; c = in.read()) {
      if (c == '\n' && line.isEmpty()) {
        return lines;
      }
      if (c == '\n') {
        lines.add(line.toString());
        line.setLength(0);
      } else if (c != '\r') {
        line.append((char) c);
      }
    }
    throw new IOException("the request ends early");
  }

  private static void say(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private static void copy(InputStream in, Socket to) {
    try {
      OutputStream out = to.getOutputStream();
      in.transferTo(out);
      to.shutdownOutput();
    } catch (IOException e) {
      // one side went away
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
