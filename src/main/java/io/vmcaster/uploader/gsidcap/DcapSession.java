package io.vmcaster.uploader.gsidcap;

import io.vmcaster.context.Environment;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Optional;

/**
 * A conversation with a door: questions and answers, matched by number, so that a late answer to an
 * old question does no harm.
 */
final class DcapSession implements Closeable {
  /** The version of the dcap client that doors know best. */
  private static final String VERSION = "0 0 2 47 14 \"\"";

  private static final Duration SLICE = Duration.ofMillis(20);

  /** A door answers each question once or twice; lines of others may come between. */
  private static final int MOST_ANSWERS = 1000;

  private final ControlLine line;
  private final ServerUrl door;
  private final Timeouts timeouts;
  private final boolean active;
  private int last;
  private int heard;

  /**
   * Greets the door.
   *
   * @param line taken over, and closed when the greeting fails
   * @param active whether pools shall come to us
   */
  DcapSession(ControlLine line, ServerUrl door, Timeouts timeouts, boolean active)
      throws IOException, DcapException {
    this.line = line;
    this.door = door;
    this.timeouts = timeouts;
    this.active = active;
    try {
      send(0, "hello", VERSION, "-pid=" + ProcessHandle.current().pid() + " -gid=0");
      expect(0, "welcome", timeouts.answer());
    } catch (IOException | DcapException | RuntimeException e) {
      line.close();
      throw e;
    }
  }

  /** What is at a path; empty when nothing is. */
  Optional<Reply.Stat> stat(String path) throws IOException, DcapException {
    try {
      return Optional.of(ask("stat", path, "", "stat").stat());
    } catch (DcapException e) {
      if (e.isMissing()) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** Gives a file another name; what had it is replaced. The new name travels unencoded. */
  Reply rename(String from, String to) throws IOException, DcapException {
    return ask("rename", from, Reply.quoted(to), "ok");
  }

  /** Removes a file; nothing there is success. Says whether there was one. */
  boolean unlink(String path) throws IOException, DcapException {
    try {
      ask("unlink", path, "", "ok");
      return true;
    } catch (DcapException e) {
      if (e.isMissing()) {
        return false;
      }
      throw e;
    }
  }

  void chmod(String path, int mode) throws IOException, DcapException {
    ask("chmod", path, "-mode=" + mode, "ok");
  }

  /**
   * Opens a file and the way to its bytes.
   *
   * @param mode {@code r} or {@code w}
   * @param options of the command, such as {@code -mode=0644}
   */
  OpenFile open(String path, String mode, String options) throws IOException, DcapException {
    try (DataConnection.Listener listener = DataConnection.Listener.on(line.localAddress())) {
      InetSocketAddress here = listener.address();
      int number = ++last;
      String address = here.getAddress().getHostAddress() + " " + here.getPort();
      String way = active ? "" : " -passive";
      String rest = mode + " " + address + " " + options + " -timeout=-1 -onerror=default" + way;
      heard = 0;
      send(number, "open", url(path), rest);
      return new OpenFile(number, dataConnection(number, listener));
    }
  }

  /** Whichever comes first: the door names a pool, or a pool comes to us. */
  private DataConnection dataConnection(int number, DataConnection.Listener listener)
      throws IOException, DcapException {
    Deadline deadline = Deadline.in(timeouts.open());
    while (!deadline.passed()) {
      Optional<DataConnection> arrived = listener.accepted(number, timeouts);
      if (arrived.isPresent()) {
        return arrived.get();
      }
      Optional<Reply> reply = next(SLICE).filter(r -> r.session() == number);
      if (reply.isPresent()) {
        return toPool(number, checked(reply.get(), "connect"));
      }
    }
    throw new SocketTimeoutException("no answer to open");
  }

  private DataConnection toPool(int number, Reply reply) throws IOException, DcapException {
    String digits = reply.argument(1);
    int port = digits.matches("\\d{1,5}") ? Integer.parseInt(digits) : 0;
    if (port < 1 || port > 65_535 || !reply.argument(0).matches("[\\w.:-]{1,253}")) {
      throw new DcapException(
          -1, "the door names the impossible pool " + reply.argument(0) + ":" + digits, "");
    }
    try {
      return DataConnection.toPool(reply.argument(0), port, number, reply.argument(2), timeouts);
    } catch (IOException e) {
      String pool = reply.argument(0) + ":" + port;
      throw new PoolUnreachableException("the pool " + pool + " cannot be reached", e);
    }
  }

  private Reply ask(String command, String path, String rest, String answer)
      throws IOException, DcapException {
    int number = ++last;
    heard = 0;
    send(number, command, url(path), rest);
    return expect(number, answer, timeouts.answer());
  }

  private String url(String path) {
    return "\"" + door.withPath(path).withoutPort() + "\"";
  }

  private void send(int number, String command, String first, String rest) throws IOException {
    String space = rest.isEmpty() ? "" : " ";
    String who = " -uid=" + Environment.processUser();
    line.send(number + " 0 client " + command + " " + first + space + rest + who);
  }

  private Reply expect(int number, String keyword, Duration wait)
      throws IOException, DcapException {
    Deadline deadline = Deadline.in(wait);
    while (!deadline.passed()) {
      Optional<Reply> reply = next(deadline.remaining()).filter(r -> r.session() == number);
      if (reply.isPresent()) {
        return checked(reply.get(), keyword);
      }
    }
    throw new SocketTimeoutException("no answer");
  }

  private static Reply checked(Reply reply, String keyword) throws DcapException {
    if (reply.is(keyword)) {
      return reply;
    }
    if (reply.is("failed")) {
      throw reply.refusal();
    }
    throw new DcapException(-1, "the door answered \"" + reply.keyword() + "\"", "");
  }

  private Optional<Reply> next(Duration wait) throws IOException {
    Optional<String> text = line.receive(wait);
    if (text.isPresent() && ++heard > MOST_ANSWERS) {
      throw new IOException("it says more than it was asked for");
    }
    Optional<Reply> reply = text.flatMap(Reply::parse);
    if (reply.isPresent() && (reply.get().is("byebye") || reply.get().is("shutdown"))) {
      throw new EOFException("the door said goodbye");
    }
    return reply;
  }

  /** Says goodbye, without waiting for an answer. */
  @Override
  public void close() {
    try {
      line.send("0 0 client byebye");
    } catch (IOException | RuntimeException e) {
      // the line was broken already
    } finally {
      line.close();
    }
  }

  /** A file that is open on a pool. */
  final class OpenFile implements Closeable {
    private static final Duration SECOND_THOUGHT = Duration.ofMillis(500);

    private final int number;
    private final DataConnection data;

    private OpenFile(int number, DataConnection data) {
      this.number = number;
      this.data = data;
    }

    /** The way to its bytes. */
    DataConnection data() {
      return data;
    }

    /** How long the steps of its transfer may take. */
    Timeouts timeouts() {
      return timeouts;
    }

    /** Waits for the door's word that all has ended well. */
    void awaitEnd(Duration wait) throws IOException, DcapException {
      expect(number, "ok", wait);
    }

    /**
     * Asks the door why the pool failed, which the pool itself often cannot say.
     *
     * @throws DcapException the door's words, when it has any
     */
    void askWhy() throws DcapException {
      try {
        awaitEnd(SECOND_THOUGHT);
      } catch (IOException e) {
        // the door does not know either: what the pool did is told
      }
    }

    @Override
    public void close() {
      data.close();
    }
  }

  /** A door named a pool, but no connection to it could be made. */
  static final class PoolUnreachableException extends IOException {
    PoolUnreachableException(String message, IOException cause) {
      super(message, cause);
    }
  }
}
