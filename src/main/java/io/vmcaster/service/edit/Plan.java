package io.vmcaster.service.edit;

import io.vmcaster.repository.Changes;
import java.util.List;
import java.util.function.Consumer;

/**
 * A change that was found possible, and was not made yet.
 *
 * @param steps what it does, a sentence each without a final dot; as told after it was done
 * @param warnings what the user should know about it
 * @param work makes it
 */
public record Plan(List<String> steps, List<String> warnings, Consumer<Changes> work) {

  /** Copies the sentences. */
  public Plan {
    steps = List.copyOf(steps);
    warnings = List.copyOf(warnings);
  }

  /** A change of one step without warnings. */
  public static Plan of(String step, Consumer<Changes> work) {
    return new Plan(List.of(step), List.of(), work);
  }

  /** A change that is none: things are as they were asked to be. */
  public static Plan nothing(String why) {
    return new Plan(List.of(why), List.of(), changes -> {});
  }
}
