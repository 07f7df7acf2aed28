package io.vmcaster.context;

/**
 * A step that changes a database or a server. Its name says what is over, or, with {@code BEGUN},
 * what comes next.
 */
public enum FailPoint {
  /** The database is about to be told of an upload. */
  IMAGE_INTENT_BEGUN,
  /** The database knows of the upload; the server has nothing. */
  IMAGE_INTENT_WRITTEN,
  /** The connection stands; the first byte is about to be sent. */
  IMAGE_SEND_BEGUN,
  /** The server has every byte, under a temporary name. */
  IMAGE_SENT,
  /** The database knows size and digest of what the server has. */
  IMAGE_ARRIVAL_WRITTEN,
  /** The image has its name. */
  IMAGE_RENAMED,
  /** The database is about to be told that it has. */
  IMAGE_RECORD_BEGUN,
  /** The database knows the new build. */
  IMAGE_RECORDED,
  /** What a dead run sent is removed from the server. */
  IMAGE_SWEPT,
  /** The database has forgotten the dead run's upload. */
  IMAGE_INTENT_DELETED,
  /** The database is about to be told of a publication. */
  LIST_INTENT_BEGUN,
  /** The database knows of the publication; the server has nothing. */
  LIST_INTENT_WRITTEN,
  /** The first byte of the list is about to be sent. */
  LIST_SEND_BEGUN,
  /** The server has every byte of the list, under a temporary name. */
  LIST_SENT,
  /** What the server has was read back; the rename comes next. */
  LIST_CHECKED,
  /** The list is public. */
  LIST_RENAMED,
  /** The database is about to be told that it is. */
  LIST_RECORD_BEGUN,
  /** The database knows the publication. */
  LIST_RECORDED,
  /** What a dead run sent of a list is removed from the server. */
  LIST_SWEPT,
  /** The database has forgotten the dead run's publication. */
  LIST_INTENT_DELETED;

  /**
   * Is told of each step that changes a database, file or server, just before and after it is done.
   * The program itself does nothing with it; the tests end the process there, to prove that no
   * moment is a bad one to be killed.
   */
  @FunctionalInterface
  public interface FailPoints {

    /** A step is reached. */
    void reached(FailPoint step);

    /** Is told of nothing. */
    FailPoints NONE = new FailPoints() { // a lambda would load the list of steps at every start
          @Override
          public void reached(FailPoint step) {}
        };
  }
}
