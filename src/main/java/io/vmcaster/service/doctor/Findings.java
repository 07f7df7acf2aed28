package io.vmcaster.service.doctor;

import io.vmcaster.failure.Failure;
import io.vmcaster.service.verify.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gathers what was found. One look that fails does not stop the others. */
public final class Findings {

  private final List<Check> checks = new ArrayList<>();

  /** Everything found so far. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Adds what was found. */
  public void add(Check check) {
    checks.add(check);
  }

  /** Looks at something; a failure is a fault, with its advice. */
  public void look(String name, Supplier<Check> look) {
    try {
      checks.add(look.get());
    } catch (Failure failure) {
      checks.add(
          Check.fault(
              name,
              failure.getMessage() + failure.advice().map(advice -> " " + advice).orElse("")));
    }
  }
}
