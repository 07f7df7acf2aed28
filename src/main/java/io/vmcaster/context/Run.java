package io.vmcaster.context;

import io.vmcaster.context.FailPoint.FailPoints;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One run of the program, as its services see it.
 *
 * @param environment variables and directories
 * @param messages where to say what is done
 * @param progress where to show how far it has come
 * @param passphrases who is asked for passphrases
 * @param clock what time it is
 * @param steps who is told of each step
 */
public record Run(
    Environment environment,
    Messages messages,
    Progress progress,
    Passphrases passphrases,
    Clock clock,
    FailPoints steps) {

  /** The present moment, in whole seconds as image lists have it. */
  public Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS);
  }

  /** This run as others should know it while it holds a lock. */
  public String owner() {
    return Environment.host() + ":" + Environment.processId();
  }
}
