package io.vmcaster.repository.sql;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.Item;

/** What the databases write differently. */
enum SqlDialect {
  /** One file. A writer takes its lock at once: to find out later would lose what was read. */
  SQLITE("org.hibernate.community.dialect.SQLiteDialect", "BEGIN", "BEGIN IMMEDIATE"),

  /** A server. A reader sees all of a change or nothing, over as many queries as it makes. */
  POSTGRES(
      "org.hibernate.dialect.PostgreSQLDialect",
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "BEGIN");

  /** The class of Hibernate's dialect. */
  final String dialect;

  /** Begins to read. */
  final String beginReading;

  /** Begins a change. */
  final String beginWriting;

  /**
   * Refuses what this database cannot hold: PostgreSQL's texts have no NUL.
   *
   * @throws InvalidDataFailure naming the item and the key
   */
  void requireStorable(Item item, String key, String text) {
    if (this == POSTGRES && (key + text + item.text()).indexOf(0) >= 0) {
      throw new InvalidDataFailure(
          "%s %s cannot be kept in PostgreSQL: %s holds a character zero"
              .formatted(item.kind().label(), item, key),
          "Set it without that; no reader of image lists needs it.");
    }
  }

  SqlDialect(String dialect, String beginReading, String beginWriting) {
    this.dialect = dialect;
    this.beginReading = beginReading;
    this.beginWriting = beginWriting;
  }
}
