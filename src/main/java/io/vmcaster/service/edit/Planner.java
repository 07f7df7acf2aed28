package io.vmcaster.service.edit;

import io.vmcaster.context.Messages;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.WriteTransaction;
import java.util.function.Function;

/** Makes planned changes, or only says what they would be. */
public final class Planner {

  private final Repository repository;
  private final boolean dryRun;
  private final Messages messages;

  /**
   * Changes to a repository.
   *
   * @param dryRun whether nothing is changed
   */
  public Planner(Repository repository, boolean dryRun, Messages messages) {
    this.repository = repository;
    this.dryRun = dryRun;
    this.messages = messages;
  }

  /**
   * Plans a change and makes it, in one transaction.
   *
   * @param planning looks, refuses what is impossible, and changes nothing
   * @return the plan, which was carried out unless this is a dry run
   */
  public Plan run(Function<ReadTransaction, Plan> planning) {
    Plan plan =
        dryRun ? planning.apply(repository.catalogue()) : repository.change(c -> make(planning, c));
    plan.warnings().forEach(messages::warn);
    plan.steps().forEach(step -> messages.info(dryRun ? "would be done: " + step : step));
    return plan;
  }

  private static Plan make(Function<ReadTransaction, Plan> planning, WriteTransaction changes) {
    Plan plan = planning.apply(changes);
    plan.work().accept(changes);
    return plan;
  }
}
