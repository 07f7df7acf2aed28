package io.vmcaster.uploader.gsidcap;

import java.io.IOException;

/**
 * The uploader's lasting talk with its door. A line that broke is not used again: the next question
 * makes a new one.
 */
final class DoorConnection implements AutoCloseable {
  private final Door door;
  private DcapSession session;

  private DoorConnection(Door door) {
    this.door = door;
  }

  /** Connects at once, so that a wrong door is noticed early. */
  static DoorConnection with(Door door) {
    DoorConnection conversation = new DoorConnection(door);
    conversation.session = door.connect();
    return conversation;
  }

  Door door() {
    return door;
  }

  /**
   * Asks something.
   *
   * @param tried for the message when the line breaks, such as {@code "cannot look at dcap://..."}
   */
  <T> T ask(String tried, Question<T> question) throws DcapException {
    boolean whole = false;
    try {
      T answer = question.ask(session());
      whole = true;
      return answer;
    } catch (DcapException e) {
      whole = true;
      throw e;
    } catch (PoolUnreachableException e) {
      throw DcapFailures.poolUnreachable(tried, e);
    } catch (IOException e) {
      throw DcapFailures.broken(tried, "the door", e);
    } finally {
      if (!whole) {
        close();
      }
    }
  }

  private DcapSession session() {
    if (session == null) {
      session = door.connect();
    }
    return session;
  }

  @Override
  public void close() {
    if (session != null) {
      session.close();
      session = null;
    }
  }

  /** Something to ask of a door. */
  @FunctionalInterface
  interface Question<T> {
    T ask(DcapSession session) throws IOException, DcapException;
  }
}
