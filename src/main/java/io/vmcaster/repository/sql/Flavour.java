package io.vmcaster.repository.sql;

/** What the databases write differently. */
enum Flavour {
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

  Flavour(String dialect, String beginReading, String beginWriting) {
    this.dialect = dialect;
    this.beginReading = beginReading;
    this.beginWriting = beginWriting;
  }
}
