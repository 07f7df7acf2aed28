package io.vmcaster.repository;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.context.Secrets;
import io.vmcaster.error.Failure.ConfigurationFailure;
import io.vmcaster.model.Item;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.repository.sql.DatabaseUrl;
import io.vmcaster.repository.sql.DatabaseUrl.SqliteUrl;
import io.vmcaster.repository.sql.PostgresRepository;
import io.vmcaster.repository.sql.PostgresUrl;
import io.vmcaster.repository.sql.SqliteRepository;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** The database of one endorser or team. */
public interface Repository extends AutoCloseable {

  /**
   * Opens a database.
   *
   * @param url as SQLAlchemy writes it
   * @param wait how long to wait for a database that is locked
   * @throws ConfigurationFailure when it is no such URL, or asks for what cannot be done
   */
  static Repository open(String url, Environment environment, Duration wait, Messages messages) {
    DatabaseUrl parts = DatabaseUrl.parse(url);
    return switch (parts.dialect()) {
      case "sqlite" -> new SqliteRepository(SqliteUrl.of(parts, environment, wait), messages);
      case "postgresql", "postgres" ->
          new PostgresRepository(PostgresUrl.of(parts, environment, messages), wait, messages);
      default ->
          throw new ConfigurationFailure(
              "cannot open database '%s': vmcaster knows SQLite and PostgreSQL, not %s"
                  .formatted(Secrets.masked(url), parts.dialect()),
              "Write sqlite:///dish.db, sqlite:////absolute/path.db or"
                  + " postgresql://user@host/name.");
    };
  }

  /** Where the database is, for messages; without a password. */
  String location();

  /**
   * What it holds; a database that does not exist yet holds nothing, and reading does not create
   * it.
   */
  ReadTransaction contents();

  /**
   * The same as {@link #contents}, for a command that only looks: it starts faster. Whatever
   * changes or publishes anything reads the contents through Hibernate.
   */
  Look look();

  /**
   * Reads what it holds at one moment, however many questions that takes.
   *
   * @param work what to read; it changes nothing
   */
  <T> T read(Function<ReadTransaction, T> work);

  /**
   * What keeps this user from changing it, as far as can be told without a change: what is wrong
   * and what to do, in words; empty when nothing is.
   */
  Optional<String> obstacle();

  /**
   * Makes sure that nothing keeps this user from changing it, for a dry run.
   *
   * @throws ConfigurationFailure otherwise
   */
  default void requireWritable() {
    obstacle()
        .ifPresent(
            obstacle -> {
              throw new ConfigurationFailure(
                  "the database " + location() + " may only be read: " + obstacle, null);
            });
  }

  /**
   * Makes one change, wholly or not at all. The first change creates or upgrades the database.
   *
   * @param work what to do; it may run only once
   * @throws io.vmcaster.error.Failure.LockedFailure when another run keeps the database for too
   *     long
   * @throws io.vmcaster.error.Failure.TemporaryFailure when the disk is full or the server away
   * @throws io.vmcaster.error.Failure.ConfigurationFailure when it cannot be written, or is no
   *     database
   */
  <T> T change(Function<WriteTransaction, T> work);

  /** The same for work that gives nothing back. */
  default void edit(Consumer<WriteTransaction> work) {
    change(
        changes -> {
          work.accept(changes);
          return null;
        });
  }

  /**
   * Keeps other runs from publishing or uploading the same item until it is closed. It locks no
   * table: others may read and edit meanwhile. It is released when the process dies.
   *
   * @param item the list or image
   * @param wait how long to wait for another run
   * @param purpose what this run does with it, for the message that others get
   * @throws io.vmcaster.error.Failure.LockedFailure naming who holds it, when the wait is over
   * @throws ConfigurationFailure when the database's URL keeps it from being changed
   */
  Lock lock(Item item, Duration wait, String purpose);

  /**
   * Makes sure that every lock that is held here is still ours. A file's locks live as long as the
   * process; those of a server end with its connection, and then another run may be at work.
   *
   * @throws io.vmcaster.error.Failure.TemporaryFailure when one is lost
   */
  default void requireLocks() {}

  /** Does some work while an item is locked; see {@link #lock}. */
  default <T> T locked(Item item, Duration wait, String purpose, Supplier<T> work) {
    Lock lock = lock(item, wait, purpose);
    try (lock) {
      return work.get();
    }
  }

  @Override
  void close();

  /** A lock that is held. */
  interface Lock extends AutoCloseable {
    @Override
    void close();
  }
}
