package io.vmcaster.context;

/**
 * Hears of each step that changes a database, file or server, just before and after it is done. The
 * program itself does nothing with it; the tests end the process there, to prove that no moment is
 * a bad one to be killed.
 */
@FunctionalInterface
public interface FailPoints {

  /** A step is reached. */
  void reached(FailPoint step);

  /** Hears of nothing. */
  FailPoints NONE = new FailPoints() { // a lambda would load the list of steps at every start
        @Override
        public void reached(FailPoint step) {}
      };
}
