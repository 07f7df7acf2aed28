package io.vmcaster.run;

/**
 * Hears of each step that changes a database, file or server, just before and after it is done. The
 * program itself does nothing with it; the tests end the process there, to prove that no moment is
 * a bad one to be killed.
 */
@FunctionalInterface
public interface Steps {

  /** A step is reached. */
  void reached(Step step);

  /** Hears of nothing. */
  Steps NONE = step -> {};
}
