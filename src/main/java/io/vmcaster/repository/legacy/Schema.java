package io.vmcaster.repository.legacy;

import java.util.ArrayList;
import java.util.List;

/** The tables, the original program's and ours. */
public final class Schema {

  /** The tables of the original program, as it made them. */
  public static final List<String> ORIGINAL =
      List.of(
          "CREATE TABLE IF NOT EXISTS \"endorser\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
              + " \"subject\" VARCHAR(100) NOT NULL UNIQUE)",
          metadata("endorserMetadata", "fkEndorser", "endorser"),
          "CREATE TABLE IF NOT EXISTS \"imagelist\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
              + " \"identifier\" VARCHAR(50) NOT NULL UNIQUE, \"updated\" DATETIME)",
          metadata("ImagelistMetadata", "fkImageList", "imagelist"),
          "CREATE TABLE IF NOT EXISTS \"Image\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
              + " \"identifier\" VARCHAR(50) NOT NULL UNIQUE)",
          metadata("ImageMetadata", "fkImage", "Image"),
          binding("Endorsement", "fkEndorser", "endorser"),
          binding("ImageListImage", "fkImage", "Image"));

  /** What the original has no table for. */
  public static final List<String> OURS =
      List.of(
          "CREATE TABLE IF NOT EXISTS \"vmcaster_value\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
              + " \"kind\" TEXT NOT NULL, \"identifier\" TEXT NOT NULL, \"key\" TEXT NOT NULL,"
              + " \"text\" TEXT NOT NULL, \"json\" TEXT NOT NULL,"
              + " UNIQUE (\"kind\", \"identifier\", \"key\"))",
          "CREATE TABLE IF NOT EXISTS \"vmcaster_state\" (\"name\" TEXT NOT NULL PRIMARY KEY,"
              + " \"value\" BIGINT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS \"vmcaster_source\" (\"image\" TEXT NOT NULL PRIMARY KEY,"
              + " \"size\" BIGINT NOT NULL, \"sha512\" TEXT NOT NULL, \"published\" TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS \"vmcaster_replaced\" (\"uri\" TEXT NOT NULL PRIMARY KEY,"
              + " \"image\" TEXT NOT NULL, \"at\" TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS \"vmcaster_intent\" (\"id\" INTEGER NOT NULL PRIMARY KEY,"
              + " \"kind\" TEXT NOT NULL, \"identifier\" TEXT NOT NULL, \"begun\" TEXT NOT NULL,"
              + " \"owner\" TEXT NOT NULL, \"details\" TEXT NOT NULL)",
          "CREATE TABLE IF NOT EXISTS \"vmcaster_publication\""
              + " (\"id\" INTEGER NOT NULL PRIMARY KEY, \"list\" TEXT NOT NULL,"
              + " \"version\" TEXT NOT NULL, \"at\" TEXT NOT NULL, \"expires\" TEXT NOT NULL,"
              + " \"signer\" TEXT NOT NULL, \"uri\" TEXT NOT NULL, \"summary\" TEXT NOT NULL,"
              + " \"message\" BLOB NOT NULL)");

  /** What makes a change of one item cost the same in a large database as in a small one. */
  public static final List<String> INDEXES =
      List.of(
          index("endorserMetadata", "fkEndorser"),
          index("ImagelistMetadata", "fkImageList"),
          index("ImageMetadata", "fkImage"),
          index("Endorsement", "fkImageList"),
          index("Endorsement", "fkEndorser"),
          index("ImageListImage", "fkImageList"),
          index("ImageListImage", "fkImage"),
          index("vmcaster_publication", "list"));

  private Schema() {}

  /** Every table, in an order in which they can be made. */
  public static List<String> tables() {
    List<String> all = new ArrayList<>(ORIGINAL);
    all.addAll(OURS);
    return all;
  }

  /** The names of all of them. */
  public static List<String> names() {
    return tables().stream().map(table -> table.split("\"", 3)[1]).toList();
  }

  /** A table in PostgreSQL's terms: texts of any length, and its own names for types. */
  public static String forPostgres(String table) {
    return table
        .replaceAll("VARCHAR\\([0-9]+\\)", "TEXT")
        .replace("INTEGER", "BIGINT")
        .replace("DATETIME", "TIMESTAMP")
        .replace("BLOB", "BYTEA");
  }

  private static String metadata(String table, String reference, String items) {
    return "CREATE TABLE IF NOT EXISTS \""
        + table
        + "\" (\"id\" INTEGER NOT NULL PRIMARY KEY, "
        + foreignKey(reference, items)
        + ", \"key\" VARCHAR(200) NOT NULL, \"value\" VARCHAR(200) NOT NULL)";
  }

  private static String binding(String table, String reference, String items) {
    return "CREATE TABLE IF NOT EXISTS \""
        + table
        + "\" (\"id\" INTEGER NOT NULL PRIMARY KEY, "
        + foreignKey("fkImageList", "imagelist")
        + ", "
        + foreignKey(reference, items)
        + ")";
  }

  private static String foreignKey(String column, String table) {
    return "\""
        + column
        + "\" INTEGER REFERENCES \""
        + table
        + "\" (\"id\") ON DELETE CASCADE ON UPDATE CASCADE";
  }

  private static String index(String table, String column) {
    return "CREATE INDEX IF NOT EXISTS \"vmcaster_"
        + table
        + "_"
        + column
        + "\" ON \""
        + table
        + "\" (\""
        + column
        + "\")";
  }
}
