package io.vmcaster.repository.sql;

import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Item;

/** What the databases write differently. */
public enum SqlDialect {
  /** One file. A writer takes its lock at once: to find out later would lose what was read. */
  SQLITE("org.hibernate.community.dialect.SQLiteDialect", "BEGIN", "BEGIN IMMEDIATE"),

  /** A server. A reader sees all of a change or nothing, over as many queries as it makes. */
  POSTGRES(
      "org.hibernate.dialect.PostgreSQLDialect",
      "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
      "BEGIN");

  private final String hibernate;
  private final String beginReading;
  private final String beginWriting;

  /**
   * Refuses what this database cannot hold: PostgreSQL's texts have no NUL.
   *
   * @throws InvalidDataFailure naming the item and the key
   */
  public void requireStorable(Item item, String key, String text) {
    if (this == POSTGRES && (key + text + item.text()).indexOf(0) >= 0) {
      throw new InvalidDataFailure(
          "%s %s cannot be kept in PostgreSQL: %s holds a character zero"
              .formatted(item.kind().label(), item, key),
          "Set it without that; no reader of image lists needs it.");
    }
  }

  /** The class of Hibernate's dialect. */
  public String hibernate() {
    return hibernate;
  }

  /** Begins to read. */
  public String beginReading() {
    return beginReading;
  }

  /** Begins a change. */
  public String beginWriting() {
    return beginWriting;
  }

  SqlDialect(String hibernate, String beginReading, String beginWriting) {
    this.hibernate = hibernate;
    this.beginReading = beginReading;
    this.beginWriting = beginWriting;
  }
}
