package io.vmcaster.cli.command;

import io.vmcaster.cli.output.Result;
import io.vmcaster.error.ExitStatus;
import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import io.vmcaster.service.verify.Check;
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
    boolean fault = checks.stream().anyMatch(check -> check.outcome() == Check.ErrorReporter.FAULT);
    return new Result.Report(
        checks.stream().map(Checks::line).toList(),
        new JsonObject(
            Map.of(
                "accepted", JsonValue.of(!fault),
                "checks", JsonValue.array(checks.stream().map(Checks::json).toList()))),
        fault ? faulty.code() : ExitStatus.DONE.code());
  }

  private static String line(Check check) {
    return "%-8s%s: %s".formatted(Texts.lower(check.outcome()), check.name(), check.sentence());
  }

  private static JsonObject json(Check check) {
    return new JsonObject(
        Map.of(
            "check", JsonValue.of(check.name()),
            "outcome", JsonValue.of(Texts.lower(check.outcome())),
            "message", JsonValue.of(check.sentence())));
  }
}
