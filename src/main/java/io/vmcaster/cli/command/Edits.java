package io.vmcaster.cli.command;

import io.vmcaster.cli.Session;
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
  static Result run(Session session, Function<ReadTransaction, Plan> planning) {
    return done(session, plan(session, planning));
  }

  /** Makes a change. */
  static Plan plan(Session session, Function<ReadTransaction, Plan> planning) {
    return new Planner(session.repository(), session.settings().dryRun(), session.messages())
        .run(planning);
  }

  private static Result done(Session session, Plan plan) {
    return new Result.Done(
        Map.of(
            "done", Texts.json(plan.steps()),
            "warnings", Texts.json(plan.warnings()),
            "dry-run", Json.of(session.settings().dryRun())));
  }
}
