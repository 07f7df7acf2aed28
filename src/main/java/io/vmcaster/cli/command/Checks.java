package io.vmcaster.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.cli.output.Result;
import io.vmcaster.context.Check;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.model.Json;
import java.util.List;
import java.util.Map;

/** Prints checks, one a line. */
final class Checks {

  private Checks() {}

  /**
   * A report of checks.
   *
   * @param faulty how the process ends when one of them is a fault
   */
  static Result report(List<Check> checks, ExitStatus faulty) {
    boolean fault = checks.stream().anyMatch(check -> check.outcome() == Check.Outcome.FAULT);
    return Result.report(
        checks.stream().map(Checks::line).toList(),
        Json.object(
            Map.of(
                "accepted", Json.of(!fault),
                "checks", Json.array(checks.stream().map(Checks::json).toList()))),
        fault ? faulty.code() : ExitStatus.DONE.code());
  }

  private static String line(Check check) {
    return "%-8s%s: %s".formatted(Result.label(check.outcome()), check.name(), check.sentence());
  }

  private static ObjectNode json(Check check) {
    return Json.object(
        Map.of(
            "check", Json.of(check.name()),
            "outcome", Json.of(Result.label(check.outcome())),
            "message", Json.of(check.sentence())));
  }
}
