package io.vmcaster.uploader.gsidcap;

import io.vmcaster.error.Failure.TemporaryFailure;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;

/**
 * A door of dCache, and the lasting talk with it. A line that broke is not used again: the next
 * question makes a new one.
 */
final class Door implements AutoCloseable {
  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(10);

  private final ServerUrl url;
  private final ControlLine.Opener lines;
  private final Timeouts timeouts;
  private final boolean active;
  private DcapSession session;

  /**
   * Nothing is connected yet.
   *
   * @param url its place; the path does not matter
   * @param lines makes the line on a connection
   * @param timeouts of each step
   * @param active whether pools shall come to us, instead of us going to them
   */
  Door(ServerUrl url, ControlLine.Opener lines, Timeouts timeouts, boolean active) {
    this.url = url;
    this.lines = lines;
    this.timeouts = timeouts;
    this.active = active;
  }

  /** Something to ask of a door. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DcapSession session) throws IOException, DcapException;
  }

  ServerUrl url() {
    return url;
  }

  Timeouts timeouts() {
    return timeouts;
  }

  /** A path behind the door as people write it. */
  String name(String path) {
    return url.withPath(path).toString();
  }

  /** The same door, for removing what is left: nobody wants to wait long for that. */
  Door forCleaning() {
    return new Door(url, lines, timeouts.atMost(LONGEST_CLEANING), active);
  }

  /** Connects and greets, if that has not been done. */
  DcapSession connect() {
    if (session == null) {
      lines.prepare();
      session = greet();
    }
    return session;
  }

  private DcapSession greet() {
    String tried = "cannot begin to talk to the door " + url.endpoint();
    TimedChannel channel = reach();
    try {
      return new DcapSession(lines.open(channel, url, timeouts), url, timeouts, active);
    } catch (IOException e) {
      channel.close();
      throw broken(tried, "the door", e);
    } catch (DcapException e) {
      channel.close();
      throw e.refused(tried);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private TimedChannel reach() {
    try {
      return TimedChannel.connect(url.host(), url.port(), timeouts.connect());
    } catch (IOException e) {
      String why =
          e instanceof UnknownHostException
              ? "its name is unknown"
              : e instanceof SocketTimeoutException ? "it did not answer in time" : words(e);
      throw new TemporaryFailure(
          "cannot reach the door " + url.endpoint() + ": " + why,
          "Check host and port in writeprefix, and the network.",
          e);
    }
  }

  /**
   * Asks something; a refusal is a failure.
   *
   * @param tried for the message, such as {@code "cannot look at dcap://..."}
   */
  <T> T ask(String tried, Question<T> question) {
    try {
      return attempt(tried, question);
    } catch (DcapException e) {
      throw e.refused(tried);
    }
  }

  /** Asks something; the caller knows what a refusal means. */
  <T> T attempt(String tried, Question<T> question) throws DcapException {
    try {
      return question.ask(connect());
    } catch (DcapSession.PoolUnreachableException e) {
      close();
      throw poolUnreachable(tried, e);
    } catch (IOException e) {
      throw broken(tried, "the door", e);
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  /** The connection to a door or pool failed, or stayed silent: the line is not used again. */
  TemporaryFailure broken(String tried, String who, IOException e) {
    close();
    if (e instanceof SocketTimeoutException) {
      return new TemporaryFailure(
          tried + ": " + who + " did not answer in time",
          "Try again later, or raise timeout in the configuration's section.",
          e);
    }
    String why =
        e instanceof EOFException ? "closed the connection" : "broke the connection: " + words(e);
    return new TemporaryFailure(tried + ": " + who + " " + why, DcapException.LATER, e);
  }

  /** The door names a pool, but there is no way to it. */
  static TemporaryFailure poolUnreachable(String tried, IOException e) {
    return new TemporaryFailure(
        tried + ": " + words(e), "Check that a firewall lets you reach the pools.", e);
  }

  private static String words(IOException e) {
    return e.getMessage() == null ? "no reason given" : e.getMessage();
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }
}
