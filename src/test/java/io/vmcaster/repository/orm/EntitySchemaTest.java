package io.vmcaster.repository.orm;

import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.DatabaseSession.SqlDialect;
import io.vmcaster.repository.orm.Orm.Unit;
import io.vmcaster.testing.Patience;
import io.vmcaster.testing.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.hibernate.boot.Metadata;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.Table;
import org.hibernate.mapping.ToOne;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The entities are what the schema's steps create: tables, columns, keys and references. */
class EntitySchemaTest {

  @TempDir Path directory;

  @Test
  void onSqlite() throws Exception {
    String file = directory.resolve("dish.db").toString();
    compare("sqlite:///" + file, "jdbc:sqlite:" + file, SqlDialect.SQLITE);
  }

  @Test
  void onPostgres() throws Exception {
    try (PostgresServer server = PostgresServer.start()) {
      String url = server.newDatabase("dish");
      String jdbc =
          "jdbc:" + url.replace("vmcaster:secret@", "") + "?user=vmcaster&password=secret";
      compare(url, jdbc, SqlDialect.POSTGRES);
    }
  }

  private void compare(String url, String jdbc, SqlDialect dialect) throws Exception {
    try (Repository repository =
        Repository.open(
            url, new Environment(Map.of(), directory), Patience.LONG, Messages.SILENT)) {
      repository.change(changes -> null);
    }
    try (Connection connection = DriverManager.getConnection(jdbc)) {
      assertThat(String.join("\n", mapped(dialect)))
          .isEqualTo(String.join("\n", created(connection.getMetaData())));
    }
  }

  /** A line for each column and reference, as the entities have them. */
  private static List<String> mapped(SqlDialect dialect) {
    TreeSet<String> lines = new TreeSet<>();
    for (Unit unit : Unit.values()) {
      map(Orm.metadata(dialect.hibernate(), unit), lines);
    }
    return List.copyOf(lines);
  }

  private static void map(Metadata metadata, Set<String> lines) {
    for (PersistentClass entity : metadata.getEntityBindings()) {
      Table table = entity.getTable();
      for (Column column : table.getColumns()) {
        boolean key = table.getPrimaryKey().containsColumn(column);
        // a column of one table for three entities, which Hibernate takes for optional
        boolean shared = table.getName().equals("vmcaster_value");
        lines.add(
            line(
                table.getName(),
                column.getName(),
                key ? "key" : column.isNullable() && !shared ? "optional" : "required"));
      }
      for (Property property : entity.getProperties()) {
        if (property.getValue() instanceof ToOne reference && reference.isReferenceToPrimaryKey()) {
          PersistentClass target = metadata.getEntityBinding(reference.getReferencedEntityName());
          lines.add(
              line(
                  table.getName(),
                  reference.getColumns().get(0).getName(),
                  "refers to " + target.getTable().getName()));
        }
      }
    }
  }

  private static List<String> created(DatabaseMetaData database) throws SQLException {
    TreeSet<String> lines = new TreeSet<>();
    List<String> tables = new ArrayList<>();
    try (ResultSet all = database.getTables(null, null, "%", new String[] {"TABLE"})) {
      while (all.next()) {
        if (!all.getString("TABLE_NAME").equals("vmcaster_state")) { // the steps' own
          tables.add(all.getString("TABLE_NAME"));
        }
      }
    }
    for (String table : tables) {
      List<String> keys = new ArrayList<>();
      try (ResultSet primary = database.getPrimaryKeys(null, null, table)) {
        while (primary.next()) {
          keys.add(primary.getString("COLUMN_NAME"));
        }
      }
      try (ResultSet columns = database.getColumns(null, null, table, "%")) {
        while (columns.next()) {
          String column = columns.getString("COLUMN_NAME");
          boolean optional = columns.getInt("NULLABLE") == DatabaseMetaData.columnNullable;
          lines.add(
              line(
                  columns.getString("TABLE_NAME"),
                  column,
                  keys.contains(column) ? "key" : optional ? "optional" : "required"));
        }
      }
      try (ResultSet references = database.getImportedKeys(null, null, table)) {
        while (references.next()) {
          lines.add(
              line(
                  table,
                  references.getString("FKCOLUMN_NAME"),
                  "refers to " + references.getString("PKTABLE_NAME")));
        }
      }
    }
    return List.copyOf(lines);
  }

  private static String line(String table, String column, String what) {
    return table + "." + column + " " + what;
  }
}
