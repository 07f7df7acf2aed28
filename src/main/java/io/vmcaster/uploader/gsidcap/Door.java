package io.vmcaster.uploader.gsidcap;

import io.vmcaster.uploader.ServerUrl;
import java.io.IOException;
import java.time.Duration;

/**
 * A door of dCache, and how to reach it.
 *
 * @param url its place; the path does not matter
 * @param lines makes the line on a connection
 * @param timeouts of each step
 * @param active whether pools shall come to us, instead of us going to them
 */
record Door(ServerUrl url, LineOpener lines, Timeouts timeouts, boolean active) {

  private static final Duration LONGEST_CLEANING = Duration.ofSeconds(10);

  /** Connects and greets. Failures come as those of an uploader. */
  DcapSession connect() {
    lines.prepare();
    TimedChannel channel = reach();
    try {
      ControlLine line = lines.open(channel, url, timeouts);
      return DcapSession.greet(line, url, timeouts, active);
    } catch (IOException e) {
      channel.close();
      throw DcapFailures.broken(tried(), "the door", e);
    } catch (DcapException e) {
      channel.close();
      throw DcapFailures.refused(tried(), e);
    } catch (RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  private TimedChannel reach() {
    try {
      return TimedChannel.connect(url.host(), url.port(), timeouts.connect());
    } catch (IOException e) {
      throw DcapFailures.unreachable(url.endpoint(), e);
    }
  }

  private String tried() {
    return "cannot begin to talk to the door " + url.endpoint();
  }

  /** The same door, for removing what is left: nobody wants to wait long for that. */
  Door forCleaning() {
    return new Door(url, lines, timeouts.atMost(LONGEST_CLEANING), active);
  }

  /** A path behind the door as people write it. */
  String name(String path) {
    return url.withPath(path).toString();
  }
}
