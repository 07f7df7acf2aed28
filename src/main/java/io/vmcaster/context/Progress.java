package io.vmcaster.context;

/** Shows how far work on a stream of bytes has come. */
public interface Progress {

  /**
   * Begins a piece of work.
   *
   * @param what what is done, such as {@code "sending image.qcow2"}
   * @param total the number of bytes, or -1 when it is not known
   */
  Task begin(String what, long total);

  /** A piece of work under way. Safe for use by several threads. */
  interface Task extends AutoCloseable {
    /** Some more bytes are done. */
    void advance(long bytes);

    @Override
    void close();
  }

  /** Shows nothing. */
  Progress NONE =
      (what, total) ->
          new Task() {
            @Override
            public void advance(long bytes) {}

            @Override
            public void close() {}
          };
}
