package io.vmcaster.context;

/** Where a run says what it does. All of it goes to standard error, never among the data. */
public interface Messages {

  /** Something the user should know and may have to act on. */
  void warn(String text);

  /** What is being done, or was; one line. */
  void info(String text);

  /** A detail that helps to find out why something went wrong. */
  void detail(String text);

  /** Drops everything. */
  Messages SILENT =
      new Messages() {
        @Override
        public void warn(String text) {}

        @Override
        public void info(String text) {}

        @Override
        public void detail(String text) {}
      };
}
