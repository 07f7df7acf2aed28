package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;

/** A connection to a door that carries lines of text both ways. */
interface ControlLine extends Closeable {

  /** Sends a line; the end of line is added. */
  void send(String line) throws IOException;

  /**
   * Waits for a line. What has arrived of an unfinished line is kept for the next call.
   *
   * @return the line without its end, empty when none was whole in time
   * @throws java.io.EOFException when the door has closed
   */
  Optional<String> receive(Duration wait) throws IOException;

  /** This machine's address as the door sees it. */
  InetAddress localAddress() throws IOException;

  @Override
  void close();
}
