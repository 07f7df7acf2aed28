package io.vmcaster.credential;

import io.vmcaster.context.Check;
import io.vmcaster.context.Check.Outcome;
import java.util.List;

/**
 * Whether a certificate is trusted, and why.
 *
 * @param checks what was looked at, in the order of telling; never empty
 */
public record TrustVerdict(List<Check> checks) {

  /** Copies the checks. */
  public TrustVerdict {
    checks = List.copyOf(checks);
  }

  /** Whether no check found a reason to refuse. */
  public boolean trusted() {
    return faults().isEmpty();
  }

  /** The reasons to refuse, as sentences. */
  public List<String> faults() {
    return sentences(Outcome.FAULT);
  }

  /** What could not be looked at, as sentences. */
  public List<String> warnings() {
    return sentences(Outcome.WARNING);
  }

  private List<String> sentences(Outcome outcome) {
    return checks.stream()
        .filter(check -> check.outcome() == outcome)
        .map(Check::sentence)
        .toList();
  }
}
