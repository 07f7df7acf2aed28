package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;

/** The door's end of a control line. */
interface DoorLine extends Closeable {
  /** The next line; null at the end. */
  String read() throws IOException;

  void send(String line) throws IOException;
}
