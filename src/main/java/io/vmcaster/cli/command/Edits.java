package io.vmcaster.cli.command;

import io.vmcaster.cli.output.Result;
import io.vmcaster.model.Json;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.service.edit.Plan;
import io.vmcaster.service.edit.Planner;
import java.util.Map;
import java.util.function.Function;

/** Makes planned changes of the database. */
final class Edits {

  private Edits() {}

  /** Makes a change and tells what it was. */
  static Result run(CommandContext context, Function<ReadTransaction, Plan> planning) {
    Plan plan = plan(context, planning);
    return Result.done(
        Map.of(
            "done", Texts.json(plan.steps()),
            "warnings", Texts.json(plan.warnings()),
            "dry-run", Json.of(context.isDryRun())));
  }

  /** Makes a change. */
  static Plan plan(CommandContext context, Function<ReadTransaction, Plan> planning) {
    return new Planner(context.repository(), context.isDryRun(), context.messages()).run(planning);
  }
}
