package io.vmcaster.repository.sql;

import io.vmcaster.repository.RepositoryContractTest;
import java.nio.file.Path;

/** The contract on SQLite. */
class SqliteRepositoryTest extends RepositoryContractTest {
  @Override
  protected String emptyDatabase(Path directory) {
    return "sqlite:///dish.db";
  }
}
