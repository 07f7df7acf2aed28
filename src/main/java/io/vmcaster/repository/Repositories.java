package io.vmcaster.repository;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.repository.sql.DatabaseUrl;
import io.vmcaster.repository.sql.PostgresRepository;
import io.vmcaster.repository.sql.PostgresUrl;
import io.vmcaster.repository.sql.SqliteRepository;
import io.vmcaster.repository.sql.SqliteUrl;
import java.time.Duration;

/** Opens databases by URL. */
public final class Repositories {

  private Repositories() {}

  /**
   * Opens a database.
   *
   * @param url as SQLAlchemy writes it
   * @param wait how long to wait for a database that is locked
   * @throws ConfigurationFailure when it is no such URL, or asks for what cannot be done
   */
  public static Repository open(
      String url, Environment environment, Duration wait, Messages messages) {
    DatabaseUrl parts = DatabaseUrl.parse(url);
    return switch (parts.dialect()) {
      case "sqlite" -> new SqliteRepository(SqliteUrl.of(parts, environment, wait), messages);
      case "postgresql", "postgres" ->
          new PostgresRepository(PostgresUrl.of(parts, environment, messages), wait, messages);
      default ->
          throw new ConfigurationFailure(
              "cannot open database '"
                  + Secrets.masked(url)
                  + "': vmcaster knows SQLite and PostgreSQL, not "
                  + parts.dialect(),
              "Write sqlite:///dish.db, sqlite:////absolute/path.db or"
                  + " postgresql://user@host/name.");
    };
  }
}
