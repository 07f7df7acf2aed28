package io.vmcaster.service.doctor;

import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure;
import io.vmcaster.service.verify.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Gathers what was found. One look that fails does not stop the others. */
public final class Findings {

  private final List<Check> checks = new ArrayList<>();

  /** Everything found so far. */
  public List<Check> checks() {
    return List.copyOf(checks);
  }

  /** Adds what was found, in one line and without passwords. */
  public void add(Check check) {
    String line = check.sentence().strip().replaceAll("\\s*\\n\\s*", " ");
    checks.add(new Check(check.name(), check.outcome(), Secrets.masked(line)));
  }

  /** Adds a fault, with what to do. */
  public void add(String name, Failure failure) {
    String what = failure.getMessage();
    add(Check.fault(name, what + failure.advice().map(Findings::sentence).orElse("")));
  }

  private static String sentence(String advice) {
    return ". " + advice.substring(0, 1).toUpperCase(Locale.ROOT) + advice.substring(1);
  }

  /**
   * Looks at something; a failure is a fault.
   *
   * @return whether it did not fail
   */
  public boolean look(String name, Supplier<Check> look) {
    try {
      add(look.get());
      return true;
    } catch (Failure failure) {
      add(name, failure);
      return false;
    }
  }

  /** Looks for things that are good when they are there; a failure is a fault. */
  public void lookAtEach(String name, Supplier<List<String>> look) {
    try {
      look.get().forEach(sentence -> add(Check.ok(name, sentence)));
    } catch (Failure failure) {
      add(name, failure);
    }
  }
}
