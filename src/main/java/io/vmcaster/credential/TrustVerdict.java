package io.vmcaster.credential;

import io.vmcaster.context.Check;
import io.vmcaster.context.Check.Outcome;
import java.util.List;
import java.util.Optional;

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
    return checks.stream()
        .filter(check -> check.outcome() == Outcome.FAULT)
        .map(Check::sentence)
        .toList();
  }

  /** Which certificate of a trusted chain could be forged, as a sentence. */
  public Optional<String> forgeable() {
    return checks.stream()
        .map(Check::sentence)
        .filter(each -> each.endsWith(ChainChecks.FORGEABLE))
        .findFirst();
  }

  /** Which certificate is revoked, as a sentence. */
  public Optional<String> revoked() {
    return faults().stream().filter(each -> each.endsWith(ChainChecks.REVOKED)).findFirst();
  }

  /** Whether the chain is one that nobody should trust, whoever else vouches for it. */
  public boolean convicts() {
    return revoked().isPresent()
        || faults().stream().anyMatch(each -> each.startsWith(ChainChecks.BROKEN));
  }
}
