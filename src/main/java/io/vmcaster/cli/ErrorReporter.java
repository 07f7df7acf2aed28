package io.vmcaster.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.cli.Vmcaster.Interruption;
import io.vmcaster.cli.output.ConsoleMessages;
import io.vmcaster.cli.output.Result;
import io.vmcaster.cli.output.Result.PartialFailure;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.ConfigurationFailure;
import java.nio.file.InvalidPathException;
import java.util.Map;

/**
 * Tells why a run failed, and with which status it ends.
 *
 * @param traces whether it is shown where failures come from
 */
record ErrorReporter(ConsoleMessages messages, Interruption interruption, boolean traces) {

  /** What to do about characters outside ASCII, which the locale may lose. */
  static final String LOCALE_ADVICE =
      "Set LC_ALL=C.UTF-8, or start vmcaster by its launcher, which does.";

  /** Tells of a failure; returns what programs read of it. */
  Result failed(Throwable thrown) {
    if (traces) {
      messages.trace(thrown);
    }
    if (interruption.requested() || thrown instanceof InterruptedException) {
      return interrupted(thrown);
    }
    if (thrown instanceof InvalidPathException e) {
      return failed(
          new ConfigurationFailure(
              "a file cannot be named in this locale: " + e.getInput(), LOCALE_ADVICE, e));
    }
    if (thrown instanceof Failure failure) {
      return tell(failure.status(), failure.getMessage(), failure.advice().orElse(""), Map.of());
    }
    if (thrown instanceof PartialFailure some) {
      Failure failure = some.failure();
      return tell(failure.status(), some.getMessage(), failure.advice().orElse(""), some.done());
    }
    return tell(ExitStatus.INTERNAL, inOneLine(thrown), advice(thrown), Map.of());
  }

  /** What could not be cleaned up is told by a failure that goes along with the first one. */
  private Result interrupted(Throwable thrown) {
    for (Throwable along : thrown.getSuppressed()) {
      if (along instanceof Failure failure) {
        return tell(
            ExitStatus.INTERRUPTED,
            "interrupted, and not everything could be cleaned up: " + failure.getMessage(),
            "The next run completes or undoes what was begun.",
            Map.of());
      }
    }
    return tell(ExitStatus.INTERRUPTED, "interrupted; nothing is left half done", "", Map.of());
  }

  private Result tell(ExitStatus status, String text, String advice, Map<String, JsonNode> done) {
    String message = Secrets.masked(text);
    messages.error(message, advice);
    return Result.failed(status, message, advice, done);
  }

  private static String inOneLine(Throwable thrown) {
    if (thrown instanceof OutOfMemoryError) {
      return "there is not enough memory for this";
    }
    if (thrown instanceof StackOverflowError) {
      return "the data is nested too deeply for this";
    }
    String message = thrown.getMessage() == null ? "" : ": " + thrown.getMessage();
    return "a fault in vmcaster itself: "
        + (thrown.getClass().getSimpleName() + message).replaceAll("\\s+", " ");
  }

  private static String advice(Throwable thrown) {
    return thrown instanceof OutOfMemoryError
        ? "Give it more with JAVA_TOOL_OPTIONS=-Xmx1g."
        : "Run it again with --debug to see where, and report that.";
  }
}
