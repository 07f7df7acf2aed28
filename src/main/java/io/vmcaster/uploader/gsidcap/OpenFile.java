package io.vmcaster.uploader.gsidcap;

import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;

/**
 * A file that is open on a pool.
 *
 * @param session the conversation in which it was opened
 * @param number the question that opened it
 * @param data the way to its bytes
 */
record OpenFile(DcapSession session, int number, DataConnection data) implements Closeable {

  private static final Duration SECOND_THOUGHT = Duration.ofMillis(500);

  /** Waits for the door's word that all has ended well. */
  void awaitEnd(Duration wait) throws IOException, DcapException {
    session.awaitEnd(number, wait);
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
