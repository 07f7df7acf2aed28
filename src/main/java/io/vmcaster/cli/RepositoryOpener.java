package io.vmcaster.cli;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.Repository;
import java.time.Duration;

/** Opens the database of a run. */
@FunctionalInterface
public interface RepositoryOpener {

  /**
   * Opens a database.
   *
   * @param url where it is, as SQLAlchemy writes it
   * @param wait how long to wait for other runs
   */
  Repository open(String url, Environment environment, Duration wait, Messages messages);
}
