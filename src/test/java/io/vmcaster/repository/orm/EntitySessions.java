package io.vmcaster.repository.orm;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.DatabaseSession.SqlDialect;
import io.vmcaster.repository.orm.Orm.Unit;
import io.vmcaster.testing.Patience;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.hibernate.Session;
import org.sqlite.SQLiteConfig;

/** The repository's sessions of Hibernate on a SQLite file, for tests of the entities. */
public final class EntitySessions implements AutoCloseable {

  private final DatabaseSession database;

  private EntitySessions(DatabaseSession database) {
    this.database = database;
  }

  /** On a new database in a directory, with every table. */
  public static EntitySessions in(Path directory) throws SQLException {
    Environment environment = new Environment(Map.of(), directory);
    try (Repository repository =
        Repository.open("sqlite:///dish.db", environment, Patience.LONG, Messages.SILENT)) {
      repository.edit(changes -> {});
    }
    SQLiteConfig config = new SQLiteConfig();
    config.enforceForeignKeys(true);
    Path file = directory.resolve("dish.db");
    return new EntitySessions(
        new DatabaseSession(
            config.createConnection("jdbc:sqlite:" + file), SqlDialect.SQLITE, file.toString()));
  }

  /** Changes the tables that an entity is of, in a session and a transaction of its own. */
  public void change(Class<?> entity, Consumer<Session> work) {
    database.write(
        () -> {
          work.accept(database.orm(Unit.of(entity)));
          return null;
        });
  }

  /** Reads them in another one. */
  public <T> T read(Class<?> entity, Function<Session, T> work) {
    return database.read(() -> work.apply(database.orm(Unit.of(entity))));
  }

  /** The rows of the tables, each as a text. */
  public List<String> rows(String query) {
    return database.query(query, row -> row.getString(1));
  }

  /** Writes as the original does, which does not enforce references. */
  public void writeAsTheOriginal(String... statements) {
    database.execute("PRAGMA foreign_keys = OFF");
    for (String each : statements) {
      database.update(each);
    }
    database.execute("PRAGMA foreign_keys = ON");
  }

  @Override
  public void close() {
    database.close();
  }
}
