package io.vmcaster.cli.output;

import java.io.PrintWriter;
import java.io.StringWriter;

/** Where failures come from. Apart from the rest, which is loaded at every start. */
final class Traces {
  private Traces() {}

  /** The trace as Java prints it, without the final line end. */
  static String of(Throwable thrown) {
    StringWriter trace = new StringWriter();
    thrown.printStackTrace(new PrintWriter(trace));
    return trace.toString().stripTrailing();
  }
}
