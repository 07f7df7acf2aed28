package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.ExitStatus;
import java.util.Map;

/** Prints what a run found, or why it failed, on standard output. */
public sealed interface Printer permits TextPrinter, JsonPrinter {

  /** Prints a result. */
  void print(Result result);

  /**
   * Tells programs of a failure; people read it on standard error.
   *
   * @param status how the process ends
   * @param message what failed, and why
   * @param advice what to do next; may be empty
   * @param done what was done all the same; may be empty
   */
  void fail(ExitStatus status, String message, String advice, Map<String, JsonNode> done);
}
