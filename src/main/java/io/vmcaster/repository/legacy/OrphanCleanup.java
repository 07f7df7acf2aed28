package io.vmcaster.repository.legacy;

import io.vmcaster.model.Item.Kind;
import io.vmcaster.repository.sql.SqlLook.Tables;
import io.vmcaster.repository.sql.Statements;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows that the original program left behind: metadata and bindings of deleted items, which the
 * next item with the same row id would inherit, and doubles. Readers pass over them.
 */
public final class OrphanCleanup {

  private final Statements sql;

  public OrphanCleanup(Statements sql) {
    this.sql = sql;
  }

  /** What there is, in words; nothing for a clean file. */
  public List<String> report() {
    List<String> found = new ArrayList<>();
    for (String table : List.of("endorserMetadata", "ImagelistMetadata", "ImageMetadata")) {
      add(found, orphans(table), "orphaned", table);
      add(found, doubles(table), "doubled", table);
    }
    for (String table : List.of("Endorsement", "ImageListImage")) {
      add(found, orphans(table), "orphaned", table);
      add(found, doubles(table), "doubled", table);
    }
    return found;
  }

  private void add(List<String> found, String where, String what, String table) {
    long count =
        sql.first("SELECT COUNT(*) FROM \"" + table + "\" WHERE " + where, r -> r.getLong(1))
            .orElse(0L);
    if (count > 0) {
      found.add(count + " " + what + " rows in " + table);
    }
  }

  /** Removes them. */
  public void remove() {
    for (String table :
        List.of(
            "endorserMetadata",
            "ImagelistMetadata",
            "ImageMetadata",
            "Endorsement",
            "ImageListImage")) {
      sql.execute("DELETE FROM \"" + table + "\" WHERE " + orphans(table));
      sql.execute("DELETE FROM \"" + table + "\" WHERE " + doubles(table));
    }
  }

  private static String orphans(String table) {
    return switch (table) {
      case "endorserMetadata" -> missing(Kind.ENDORSER);
      case "ImagelistMetadata" -> missing(Kind.LIST);
      case "ImageMetadata" -> missing(Kind.IMAGE);
      case "Endorsement" -> missing(Kind.LIST) + " OR " + missing(Kind.ENDORSER);
      default -> missing(Kind.LIST) + " OR " + missing(Kind.IMAGE);
    };
  }

  private static String missing(Kind kind) {
    Tables tables = Tables.of(kind);
    return "("
        + tables.reference()
        + " IS NULL OR "
        + tables.reference()
        + " NOT IN (SELECT \"id\" FROM "
        + tables.items()
        + "))";
  }

  /** Of metadata the last row counts, of bindings the first, whose place in the order it keeps. */
  private static String doubles(String table) {
    return switch (table) {
      case "endorserMetadata" -> notOne("MAX", table, "\"fkEndorser\", \"key\"");
      case "ImagelistMetadata" -> notOne("MAX", table, "\"fkImageList\", \"key\"");
      case "ImageMetadata" -> notOne("MAX", table, "\"fkImage\", \"key\"");
      case "Endorsement" -> notOne("MIN", table, "\"fkImageList\", \"fkEndorser\"");
      default -> notOne("MIN", table, "\"fkImageList\", \"fkImage\"");
    };
  }

  private static String notOne(String which, String table, String columns) {
    return "\"id\" NOT IN (SELECT "
        + which
        + "(\"id\") FROM \""
        + table
        + "\" GROUP BY "
        + columns
        + ")";
  }
}
