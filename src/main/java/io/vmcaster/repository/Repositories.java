package io.vmcaster.repository;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.ConfigurationFailure;
import io.vmcaster.repository.sql.PostgresRepository;
import io.vmcaster.repository.sql.PostgresUrl;
import io.vmcaster.repository.sql.SqliteRepository;
import java.time.Duration;

/** Opens databases by URL. */
public final class Repositories {

  private static final String SQLITE = "sqlite:///";

  private Repositories() {}

  /**
   * Opens a database.
   *
   * @param url as SQLAlchemy writes it
   * @param wait how long to wait for a database that is locked
   */
  public static Repository open(
      String url, Environment environment, Duration wait, Messages messages) {
    if (url.startsWith(SQLITE) && url.length() > SQLITE.length()) {
      return new SqliteRepository(
          environment.resolve(url.substring(SQLITE.length())), wait, messages);
    }
    if (PostgresUrl.is(url)) {
      return new PostgresRepository(PostgresUrl.parse(url, environment, messages), wait, messages);
    }
    throw new ConfigurationFailure(
        "cannot open database '"
            + Secrets.masked(url)
            + "': not a database URL that vmcaster knows",
        "Write sqlite:///dish.db, sqlite:////absolute/path.db or postgresql://user@host/name.");
  }
}
