package io.vmcaster.uploader.webdav;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.vmcaster.model.Json;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.net.Socket;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;

/** One connection to a {@link DavDoor} or its pool. */
final class DavDoorLine {

  private final DavDoor door;
  private final Socket socket;
  private final boolean isPool;
  private InputStream in;
  private OutputStream out;
  private String method;
  private String path;
  private Map<String, String> headers;
  private boolean bodyRead;

  DavDoorLine(DavDoor door, Socket socket, boolean isPool) {
    this.door = door;
    this.socket = socket;
    this.isPool = isPool;
  }

  void serve() {
    try (socket) {
      in = new BufferedInputStream(socket.getInputStream(), 1 << 16);
      out = socket.getOutputStream();
      while (request()) {
        answer();
        if (!bodyRead && expectsBody()) {
          return; // the client keeps it to itself
        }
        if (!bodyRead) {
          drain();
        }
      }
    } catch (IOException | IllegalArgumentException | IndexOutOfBoundsException e) {
      // the client went away, was sent away, or does not speak HTTP
    }
  }

  private boolean request() throws IOException {
    String first = line();
    if (first.isEmpty()) {
      return false;
    }
    String[] words = first.split(" ", -1);
    method = words[0];
    path = DavDoorAnswers.path(words[1]);
    headers = new LinkedHashMap<>();
    bodyRead = false;
    for (String line = line(); !line.isEmpty(); line = line()) {
      int colon = line.indexOf(':');
      headers.put(
          line.substring(0, colon).toLowerCase(Locale.ROOT), line.substring(colon + 1).strip());
    }
    door.tell((isPool ? "pool " : "door ") + method + " " + path + who());
    return true;
  }

  private boolean expectsBody() {
    return headers.containsKey("expect")
        && !headers.getOrDefault("content-length", "0").equals("0");
  }

  private String who() {
    String token = headers.containsKey("authorization") ? " " + headers.get("authorization") : "";
    if (socket instanceof SSLSocket tls) {
      try {
        return token + " " + tls.getSession().getPeerPrincipal().getName();
      } catch (SSLPeerUnverifiedException e) {
        return token;
      }
    }
    return token;
  }

  private String line() throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private void answer() throws IOException {
    if (door.has(DavFault.SILENT)) {
      sleep();
    }
    if (door.has(DavFault.CUT_REQUEST)) {
      socket.close();
      return;
    }
    if (door.has(DavFault.RUBBISH) || door.has(DavFault.UNCOUNTABLE)) {
      out.write(
          DavDoor.bytes(
              door.has(DavFault.RUBBISH)
                  ? "220 mail.example.org ESMTP\r\n\r\n"
                  : "HTTP/1.1 200 OK\r\nContent-Length: abc\r\n\r\n"));
      socket.close();
      return;
    }
    var status = door.status(method);
    if (door.everywhere().isPresent()) {
      say(307, door.everywhere().get(), "");
    } else if (status.isPresent()) {
      say(status.get(), Map.of("Location", DavDoor.ELSEWHERE), "because I say so\nand more");
    } else if (!isPool
        && !door.lets(headers.getOrDefault("authorization", "").replace("Bearer ", ""))) {
      say(headers.containsKey("authorization") ? 403 : 401, Map.of(), "");
    } else {
      switch (method) {
        case "PROPFIND" -> properties();
        case "PUT" -> put();
        case "GET", "HEAD" -> get();
        case "MOVE" ->
            move(
                DavDoorAnswers.path(headers.get("destination")),
                headers.getOrDefault("overwrite", "T").equals("T"));
        case "DELETE" -> delete();
        case "MKCOL" -> makeCollection();
        case "POST" -> rest();
        default -> say(501, Map.of(), "");
      }
    }
  }

  private void properties() throws IOException {
    Path file = door.file(path);
    if (door.has(DavFault.NO_PROPERTIES)) {
      say(405, Map.of(), "");
    } else if (door.has(DavFault.NO_XML)) {
      say(207, Map.of(), "fine");
    } else if (door.has(DavFault.DOCUMENT_TYPE)) {
      say(207, Map.of(), DavDoorAnswers.DOCUMENT_TYPE);
    } else if (!Files.exists(file)) {
      say(404, Map.of(), "");
    } else {
      boolean deep = !headers.getOrDefault("depth", "0").equals("0");
      String xml = DavDoorAnswers.multistatus(door, path, file, deep);
      say(207, Map.of("Content-Type", "application/xml"), xml);
    }
  }

  private void put() throws IOException {
    String target = isPool ? door.transferred(path) : path;
    Path file = door.file(target);
    boolean expects = headers.containsKey("expect");
    if (door.has(DavFault.CUT_PUT)) {
      socket.close();
    } else if (door.has(DavFault.NO_EXPECT) && expects) {
      say(417, Map.of(), "");
    } else if (door.has(DavFault.LENGTH_REQUIRED) && !headers.containsKey("content-length")) {
      say(411, Map.of("Connection", "close"), "");
      socket.close();
    } else if (!Files.isDirectory(file.getParent())) {
      say(409, Map.of(), "");
    } else if (Files.exists(file) && !isPool) {
      say(409, Map.of(), "");
    } else if (!isPool && expects && door.redirection(path) != null) {
      say(307, Map.of("Location", door.redirection(path)), "");
    } else {
      store(file);
    }
  }

  private void store(Path file) throws IOException {
    long length = Long.parseLong(headers.getOrDefault("content-length", "-1"));
    if (door.has(DavFault.LATE_REDIRECT) && !isPool && length != 0) {
      drain();
      say(307, Map.of("Location", door.transfer(path)), "");
      return;
    }
    if (door.has(DavFault.STALLED_DATA) && length != 0) {
      sleep();
    }
    Path part = file.resolveSibling(file.getFileName() + ".davpart");
    try (RandomAccessFile kept = new RandomAccessFile(part.toFile(), "rw");
        OutputStream sink =
            door.has(DavFault.FORGETFUL)
                ? OutputStream.nullOutputStream()
                : Channels.newOutputStream(kept.getChannel())) {
      bodyRead = true;
      kept.setLength(copy(length, sink));
    } catch (IOException e) {
      Files.deleteIfExists(part);
      throw e;
    }
    Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    if (door.has(DavFault.CORRUPT) && Files.size(file) > 0) {
      byte[] bytes = Files.readAllBytes(file);
      bytes[bytes.length / 2] ^= 1;
      Files.write(file, bytes);
    }
    if (door.has(DavFault.CUT_ANSWER) && length != 0) {
      socket.close();
      return;
    }
    say(201, digests(file), "");
  }

  /** Takes a body; returns its size. */
  private long copy(long length, OutputStream sink) throws IOException {
    if (expectsBody()) {
      out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
      out.flush();
    }
    if (length >= 0) {
      pass(length, sink);
      return length;
    }
    long all = 0;
    for (int size = chunk(); size > 0; size = chunk()) {
      pass(size, sink);
      line();
      all += size;
    }
    line();
    return all;
  }

  private int chunk() throws IOException {
    return Integer.parseInt(line(), 16);
  }

  private void pass(long length, OutputStream sink) throws IOException {
    byte[] piece = new byte[1 << 16];
    for (long left = length; left > 0; ) {
      int count = in.read(piece, 0, (int) Math.min(piece.length, left));
      if (count < 0) {
        throw new EOFException();
      }
      sink.write(piece, 0, count);
      left -= count;
      if (door.has(DavFault.CUT_DATA)) {
        throw new EOFException();
      }
      if (door.has(DavFault.FULL_IN_THE_MIDDLE)) {
        door.answering("PUT", 507);
        say(507, Map.of("Connection", "close"), "");
        throw new EOFException();
      }
    }
  }

  private void drain() throws IOException {
    bodyRead = true;
    if (headers.containsKey("content-length") || headers.containsKey("transfer-encoding")) {
      long length = Long.parseLong(headers.getOrDefault("content-length", "-1"));
      copy(length, OutputStream.nullOutputStream());
    }
  }

  private void get() throws IOException {
    Path file = door.file(isPool ? door.transferred(path) : path);
    if (!Files.isRegularFile(file)) {
      say(404, Map.of(), "");
      return;
    }
    if (!isPool && door.redirects() && method.equals("GET")) {
      say(302, Map.of("Location", door.transfer(path)), "");
      return;
    }
    head(200, digests(file), Files.size(file));
    if (method.equals("GET") && !door.has(DavFault.CUT_BODY) && !door.has(DavFault.HANGING_BODY)) {
      Files.copy(file, out);
    } else if (method.equals("GET")) {
      out.write(Files.readAllBytes(file), 0, (int) (Files.size(file) / 2));
      hangOrCut();
    }
    out.flush();
  }

  private Map<String, String> digests(Path file) throws IOException {
    return headers.containsKey("want-digest") && door.redirects()
        ? DavDoorAnswers.digests(file, headers.get("want-digest"))
        : Map.of();
  }

  private void move(String to, boolean overwrite) throws IOException {
    Path source = door.file(path);
    Path target = door.file(to);
    if (!Files.exists(source)) {
      say(404, Map.of(), "");
    } else if (Files.exists(target) && !overwrite) {
      say(412, Map.of(), "");
    } else if (door.has(DavFault.FALSE_MOVE)) {
      say(201, Map.of(), "");
    } else {
      Files.deleteIfExists(target);
      Files.move(source, target);
      if (door.has(DavFault.CUT_MOVE)) {
        socket.close();
        return;
      }
      say(door.has(DavFault.LATE_MOVE) ? 504 : 201, Map.of(), "");
    }
  }

  /** The frontend renames over what is there. */
  private void rest() throws IOException {
    byte[] body = in.readNBytes(Integer.parseInt(headers.get("content-length")));
    bodyRead = true;
    var order = Json.read(body, "the order");
    Path source = door.file(path.replaceFirst("^/api/v1/namespace", ""));
    Files.move(
        source, door.file(order.get("destination").textValue()), StandardCopyOption.ATOMIC_MOVE);
    say(201, Map.of(), "");
  }

  private void delete() throws IOException {
    say(Files.deleteIfExists(door.file(path)) ? 204 : 404, Map.of(), "");
  }

  private void makeCollection() throws IOException {
    Path directory = door.file(path);
    if (Files.exists(directory)) {
      say(405, Map.of(), "");
    } else if (!Files.isDirectory(directory.getParent())) {
      say(409, Map.of(), "");
    } else {
      Files.createDirectory(directory);
      say(201, Map.of(), "");
    }
  }

  private void say(int status, Map<String, String> more, String body) throws IOException {
    byte[] bytes = DavDoor.bytes(body);
    if (door.has(DavFault.DRIPPING)) {
      drip();
    }
    boolean endless = door.has(DavFault.ENDLESS_BODY);
    boolean hanging = door.has(DavFault.HANGING_BODY);
    head(status, more, endless ? Long.MAX_VALUE : hanging ? bytes.length + 10 : bytes.length);
    if (!method.equals("HEAD")) {
      out.write(bytes, 0, door.has(DavFault.CUT_BODY) ? bytes.length / 2 : bytes.length);
    }
    while (endless) {
      out.write(new byte[1 << 16]);
    }
    hangOrCut();
  }

  private void hangOrCut() throws IOException {
    out.flush();
    if (door.has(DavFault.HANGING_BODY)) {
      sleep();
    }
    if (door.has(DavFault.CUT_BODY)) {
      socket.close();
    }
  }

  private void drip() throws IOException {
    for (byte b : "HTTP/1.1 200 OK\r\n".repeat(100).getBytes(ISO_8859_1)) {
      out.write(b);
      out.flush();
      DavDoorAnswers.pause(200);
    }
  }

  private void head(int status, Map<String, String> more, long length) throws IOException {
    StringBuilder head =
        new StringBuilder("HTTP/1.1 " + status + " As told\r\nServer: dCache/9.2\r\n");
    more.forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    if (status != 204) {
      head.append("Content-Length: ").append(length).append("\r\n");
    }
    out.write(head.append("\r\n").toString().getBytes(ISO_8859_1));
  }

  /** Until the client goes away. */
  private void sleep() throws IOException {
    while (true) {
      DavDoorAnswers.pause(100);
      if (socket.isClosed()) {
        throw new EOFException();
      }
    }
  }
}
