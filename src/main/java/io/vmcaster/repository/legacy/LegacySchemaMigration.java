package io.vmcaster.repository.legacy;

import io.vmcaster.repository.legacy.Schema.Table;
import io.vmcaster.repository.sql.Statements;
import java.util.Map;

/**
 * A file of the original program's first releases: an image belonged to one list, by a column
 * {@code Image.fkImageList}, and keys were unique beyond their item. Readers see it through a view;
 * the first writer brings it to the later form.
 */
public final class LegacySchemaMigration {

  /** What is made anew, each with the columns that it keeps. */
  private static final Map<String, String> REBUILT =
      Map.of(
          "Image", "\"id\", \"identifier\"",
          "ImageMetadata", "\"id\", \"fkImage\", \"key\", \"value\"",
          "ImagelistMetadata", "\"id\", \"fkImageList\", \"key\", \"value\"");

  private LegacySchemaMigration() {}

  /** Whether a file is one. */
  public static boolean is(Statements sql) {
    return sql.query("PRAGMA table_info(\"Image\")", row -> row.getString(2)).stream()
        .anyMatch("fkImageList"::equalsIgnoreCase);
  }

  /** The table of bindings that such a file does not have, for one reader. */
  public static void view(Statements sql) {
    sql.execute(
        """
        CREATE TEMP VIEW "ImageListImage" AS SELECT "id", "fkImageList", "id" AS "fkImage"
        FROM "Image" WHERE "fkImageList" IS NOT NULL
        """);
  }

  /**
   * Brings the file to the later form, within a transaction on a connection that does not enforce
   * foreign keys: a table that is dropped would take the rows that refer to it along.
   */
  static void upgrade(Statements sql) {
    Schema.ORIGINAL.forEach(table -> sql.execute(table.create()));
    sql.execute(
        """
        INSERT INTO "ImageListImage" ("fkImageList", "fkImage")
        SELECT "fkImageList", "id" FROM "Image" WHERE "fkImageList" IS NOT NULL ORDER BY "id"
        """);
    for (Table table : Schema.ORIGINAL) {
      String columns = REBUILT.get(table.name());
      if (columns != null) {
        sql.execute(new Table("vmcaster_new", table.columns()).create());
        sql.execute(
            "INSERT INTO \"vmcaster_new\" (%s) SELECT %1$s FROM \"%s\""
                .formatted(columns, table.name()));
        sql.execute("DROP TABLE \"" + table.name() + "\"");
        sql.execute("ALTER TABLE \"vmcaster_new\" RENAME TO \"" + table.name() + "\"");
      }
    }
  }
}
