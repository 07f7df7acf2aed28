package io.vmcaster.cli.output;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.model.Json;
import java.io.PrintStream;
import java.util.Map;
import java.util.TreeMap;

/** Prints what a run found, or for programs why it failed, on standard output. */
public final class Printer {

  private final PrintStream out;
  private final boolean json;

  /**
   * Prints to a stream.
   *
   * @param json whether programs read it, as one JSON document, or people
   */
  public Printer(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  /** Prints a result. */
  public void print(Result result) {
    if (json) {
      write(result.json());
    } else {
      out.print(result.text());
    }
  }

  /**
   * Tells programs of a failure; people read it on standard error.
   *
   * @param status how the process ends
   * @param message what failed, and why
   * @param advice what to do next; may be empty
   * @param done what was done all the same; may be empty
   */
  public void fail(ExitStatus status, String message, String advice, Map<String, JsonNode> done) {
    if (json) {
      Map<String, JsonNode> members = new TreeMap<>(done);
      members.put(
          "error",
          Json.object(
              Map.of(
                  "status", Json.of(status.code()),
                  "kind", Json.of(status.label()),
                  "message", Json.of(message),
                  "advice", Json.of(advice))));
      write(Json.object(members));
    }
  }

  private void write(JsonNode document) {
    out.print(Json.pretty(document) + "\n");
  }
}
