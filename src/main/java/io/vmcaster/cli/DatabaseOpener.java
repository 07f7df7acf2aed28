package io.vmcaster.cli;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.Repositories;
import io.vmcaster.repository.Repository;
import java.time.Duration;

/** Opens the real database. */
public final class DatabaseOpener implements RepositoryOpener {

  @Override
  public Repository open(String url, Environment environment, Duration wait, Messages messages) {
    return Repositories.open(url, environment, wait, messages);
  }
}
