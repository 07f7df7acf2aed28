package io.vmcaster.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** A web server that answers as it is told, and with 404 to anything else. */
public final class WebServer implements AutoCloseable {

  private final HttpServer server;
  private final Map<String, Answer> answers = new ConcurrentHashMap<>();
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private volatile Path files;

  private WebServer(HttpServer server) {
    this.server = server;
    server.createContext("/", this::answer);
    server.start();
  }

  /** Starts one on a free port. */
  public static WebServer start() throws IOException {
    return new WebServer(HttpServer.create(anyPort(), 0));
  }

  /** Starts one for {@code https}, which shows this certificate. */
  public static WebServer start(TestIdentity host) throws IOException {
    HttpsServer https = HttpsServer.create(anyPort(), 0);
    https.setHttpsConfigurator(new HttpsConfigurator(tls(host)));
    return new WebServer(https);
  }

  private static InetSocketAddress anyPort() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  }

  private static SSLContext tls(TestIdentity host) throws IOException {
    try (InputStream in = Files.newInputStream(host.pkcs12("secret"))) {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(in, "secret".toCharArray());
      KeyManagerFactory keys = KeyManagerFactory.getInstance("PKIX");
      keys.init(store, "secret".toCharArray());
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Answers with something from now on. */
  public void serve(String path, int status, byte[] body) {
    answers.put(path, new Answer(status, body.clone(), Map.of()));
  }

  /** Answers with something and further headers from now on. */
  public void serve(String path, int status, byte[] body, Map<String, String> headers) {
    answers.put(path, new Answer(status, body.clone(), Map.copyOf(headers)));
  }

  /** Answers with the files of a directory, where it has not been told what to say. */
  public void serveFiles(Path directory) {
    files = directory;
  }

  /** The URL of a path, by the name {@code localhost} when it is {@code https}. */
  public String url(String path) {
    String start = server instanceof HttpsServer ? "https://localhost:" : "http://127.0.0.1:";
    return start + port() + path;
  }

  /** Its port. */
  public int port() {
    return server.getAddress().getPort();
  }

  /** What was asked for, as method and path. */
  public List<String> asked() {
    return asked;
  }

  private void answer(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    asked.add(exchange.getRequestMethod() + " " + path);
    Answer answer = answers.containsKey(path) ? answers.get(path) : file(path);
    answer.headers().forEach(exchange.getResponseHeaders()::add);
    boolean head = exchange.getRequestMethod().equals("HEAD");
    if (head) {
      exchange.getResponseHeaders().add("Content-Length", Integer.toString(answer.body().length));
    }
    exchange.sendResponseHeaders(
        answer.status(), head || answer.body().length == 0 ? -1 : answer.body().length);
    if (!head && answer.body().length > 0) {
      exchange.getResponseBody().write(answer.body());
    }
    exchange.close();
  }

  private Answer file(String path) throws IOException {
    Path file = files == null ? null : files.resolve(path.substring(1));
    return file == null || !Files.isRegularFile(file)
        ? new Answer(404, new byte[0], Map.of())
        : new Answer(200, Files.readAllBytes(file), Map.of());
  }

  @Override
  public void close() {
    server.stop(0);
  }

  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Answer(int status, byte[] body, Map<String, String> headers) {}
}
