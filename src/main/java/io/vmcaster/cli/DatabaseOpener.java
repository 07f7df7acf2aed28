package io.vmcaster.cli;

import io.vmcaster.failure.UsageFailure;
import io.vmcaster.repository.Repository;
import io.vmcaster.run.Environment;
import io.vmcaster.run.Messages;
import java.time.Duration;

/** Opens the real database. */
public final class DatabaseOpener implements RepositoryOpener {

  @Override
  public Repository open(String url, Environment environment, Duration wait, Messages messages) {
    throw new UsageFailure("no database yet", null);
  }
}
