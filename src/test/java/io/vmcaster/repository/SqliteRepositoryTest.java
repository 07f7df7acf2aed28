package io.vmcaster.repository;

import java.nio.file.Path;

/** The contract on SQLite. */
class SqliteRepositoryTest extends RepositoryContractTest {
  @Override
  String emptyDatabase(Path directory) {
    return "sqlite:///dish.db";
  }
}
