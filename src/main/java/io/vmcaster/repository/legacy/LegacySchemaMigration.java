package io.vmcaster.repository.legacy;

import io.vmcaster.repository.sql.Statements;
import java.util.List;

/**
 * A file of the original program's first releases: an image belonged to one list, by a column
 * {@code Image.fkImageList}, and keys were unique beyond their item. Readers see it through a view;
 * the first writer brings it to the later form.
 */
public final class LegacySchemaMigration {

  private static final List<String> REBUILT =
      List.of("Image", "ImageMetadata", "ImagelistMetadata");

  private LegacySchemaMigration() {}

  /** Whether a file is one. */
  public static boolean is(Statements sql) {
    return sql.query("PRAGMA table_info(\"Image\")", row -> row.getString(2)).stream()
        .anyMatch("fkImageList"::equalsIgnoreCase);
  }

  /** The table of bindings that such a file does not have, for one reader. */
  public static void view(Statements sql) {
    sql.execute(
        "CREATE TEMP VIEW \"ImageListImage\" AS SELECT \"id\", \"fkImageList\", \"id\" AS"
            + " \"fkImage\" FROM \"Image\" WHERE \"fkImageList\" IS NOT NULL");
  }

  /**
   * Brings the file to the later form, within a transaction on a connection that does not enforce
   * foreign keys: a table that is dropped would take the rows that refer to it along.
   */
  public static void upgrade(Statements sql) {
    Schema.ORIGINAL.forEach(sql::execute);
    sql.execute(
        "INSERT INTO \"ImageListImage\" (\"fkImageList\", \"fkImage\") SELECT \"fkImageList\","
            + " \"id\" FROM \"Image\" WHERE \"fkImageList\" IS NOT NULL ORDER BY \"id\"");
    REBUILT.forEach(table -> rebuild(sql, table));
  }

  private static void rebuild(Statements sql, String table) {
    String created =
        Schema.ORIGINAL.stream()
            .filter(text -> text.contains("EXISTS \"" + table + "\" ("))
            .findFirst()
            .orElseThrow();
    String columns =
        switch (table) {
          case "Image" -> "\"id\", \"identifier\"";
          case "ImageMetadata" -> "\"id\", \"fkImage\", \"key\", \"value\"";
          default -> "\"id\", \"fkImageList\", \"key\", \"value\"";
        };
    sql.execute(created.replace("\"" + table + "\" (", "\"vmcaster_new\" ("));
    sql.execute(
        "INSERT INTO \"vmcaster_new\" ("
            + columns
            + ") SELECT "
            + columns
            + " FROM \""
            + table
            + "\"");
    sql.execute("DROP TABLE \"" + table + "\"");
    sql.execute("ALTER TABLE \"vmcaster_new\" RENAME TO \"" + table + "\"");
  }
}
