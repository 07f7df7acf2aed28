package io.vmcaster.credential;

import io.vmcaster.credential.TrustCheck.ErrorReporter;
import java.util.List;

/**
 * Whether a certificate is trusted, and why.
 *
 * @param checks what was looked at, in the order of telling; never empty
 */
public record TrustVerdict(List<TrustCheck> checks) {

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
    return sentences(ErrorReporter.FAULT);
  }

  /** What could not be looked at, as sentences. */
  public List<String> warnings() {
    return sentences(ErrorReporter.WARNING);
  }

  private List<String> sentences(ErrorReporter outcome) {
    return checks.stream()
        .filter(check -> check.outcome() == outcome)
        .map(TrustCheck::sentence)
        .toList();
  }
}
