package io.vmcaster.service.edit;

import io.vmcaster.repository.WriteTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A change that was found possible, and was not made yet.
 *
 * @param steps what it does, a sentence each without a final dot; as told after it was done
 * @param warnings what the user should know about it
 * @param work makes it
 */
public record Plan(List<String> steps, List<String> warnings, Consumer<WriteTransaction> work) {

  /** Copies the sentences. */
  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** A change of one step without warnings. */
  public static Plan of(String step, Consumer<WriteTransaction> work) {
    return new Plan(List.of(step), List.of(), work);
  }

  /** A change that is none: things are as they were asked to be. */
  public static Plan nothing(String why) {
    return new Plan(List.of(why), List.of(), changes -> {});
  }

  /** Several changes as one. */
  public static Plan together(List<Plan> plans) {
    List<String> steps = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    for (Plan plan : plans) {
      steps.addAll(plan.steps());
      warnings.addAll(plan.warnings());
    }
    return new Plan(steps, warnings, changes -> plans.forEach(plan -> plan.work().accept(changes)));
  }
}
