package io.vmcaster.error;

/** The configuration, or an environment that stands in for it, cannot be used. */
public final class ConfigurationFailure extends Failure {

  /**
   * A failure without a further cause.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   */
  public ConfigurationFailure(String message, String advice) {
    this(message, advice, null);
  }

  /**
   * A failure that a library reported.
   *
   * @param message what was tried, on what, and why it failed
   * @param advice what to do next, or null when the message says it
   * @param cause shown with {@code --debug} only; may be null
   */
  public ConfigurationFailure(String message, String advice, Throwable cause) {
    super(ExitStatus.CONFIGURATION, message, advice, cause);
  }
}
