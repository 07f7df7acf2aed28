package io.vmcaster.repository.legacy;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Item.Kind;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The tables, the original program's and ours. */
public final class Schema {

  /** The number of the latest step. */
  public static final long LATEST = 2;

  private static final String ID = "\"id\" INTEGER NOT NULL PRIMARY KEY, ";

  /** The tables of the original program, as it made them. */
  static final List<Table> ORIGINAL =
      List.of(
          new Table("endorser", ID + "\"subject\" VARCHAR(100) NOT NULL UNIQUE"),
          metadata(Kind.ENDORSER),
          new Table(
              "imagelist", ID + "\"identifier\" VARCHAR(50) NOT NULL UNIQUE, \"updated\" DATETIME"),
          metadata(Kind.LIST),
          new Table("Image", ID + "\"identifier\" VARCHAR(50) NOT NULL UNIQUE"),
          metadata(Kind.IMAGE),
          binding(Kind.ENDORSER),
          binding(Kind.IMAGE));

  /** What the original has no table for. */
  private static final List<Table> OURS =
      List.of(
          new Table(
              "vmcaster_value",
              """
              "id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "identifier" TEXT NOT NULL,
              "key" TEXT NOT NULL, "text" TEXT NOT NULL, "json" TEXT NOT NULL,
              UNIQUE ("kind", "identifier", "key")\
              """),
          new Table(
              "vmcaster_state",
              """
              "name" TEXT NOT NULL PRIMARY KEY, "value" BIGINT NOT NULL\
              """),
          new Table(
              "vmcaster_source",
              """
              "image" TEXT NOT NULL PRIMARY KEY, "size" BIGINT NOT NULL, "sha512" TEXT NOT NULL,
              "published" TEXT NOT NULL\
              """),
          new Table(
              "vmcaster_replaced",
              """
              "uri" TEXT NOT NULL PRIMARY KEY, "image" TEXT NOT NULL, "at" TEXT NOT NULL\
              """),
          new Table(
              "vmcaster_intent",
              """
              "id" INTEGER NOT NULL PRIMARY KEY, "kind" TEXT NOT NULL, "identifier" TEXT NOT NULL,
              "begun" TEXT NOT NULL, "owner" TEXT NOT NULL, "details" TEXT NOT NULL\
              """),
          new Table(
              "vmcaster_publication",
              """
              "id" INTEGER NOT NULL PRIMARY KEY, "list" TEXT NOT NULL, "version" TEXT NOT NULL,
              "at" TEXT NOT NULL, "expires" TEXT NOT NULL, "signer" TEXT NOT NULL,
              "uri" TEXT NOT NULL, "summary" TEXT NOT NULL, "message" BLOB NOT NULL\
              """));

  private Schema() {}

  /** Every table, in an order in which they can be made. */
  public static List<Table> tables() {
    return Stream.concat(ORIGINAL.stream(), OURS.stream()).toList();
  }

  /** What makes a change of one item cost the same in a large database as in a small one. */
  public static List<String> indexes() {
    return Stream.of(
            "endorserMetadata fkEndorser",
            "ImagelistMetadata fkImageList",
            "ImageMetadata fkImage",
            "Endorsement fkImageList",
            "Endorsement fkEndorser",
            "ImageListImage fkImageList",
            "ImageListImage fkImage",
            "vmcaster_publication list")
        .map(
            index ->
                "CREATE INDEX IF NOT EXISTS \"vmcaster_%s_%s\" ON \"%1$s\" (\"%2$s\")"
                    .formatted((Object[]) index.split(" ")))
        .toList();
  }

  private static Table metadata(Kind kind) {
    return new Table(
        Tables.of(kind).metadata(),
        ID + reference(kind) + ", \"key\" VARCHAR(200) NOT NULL, \"value\" VARCHAR(200) NOT NULL");
  }

  private static Table binding(Kind kind) {
    return new Table(
        Tables.of(kind).bindings(), ID + reference(Kind.LIST) + ", " + reference(kind));
  }

  private static String reference(Kind kind) {
    return "\"%s\" INTEGER REFERENCES \"%s\" (\"id\") ON DELETE CASCADE ON UPDATE CASCADE"
        .formatted(Tables.of(kind).reference(), Tables.of(kind).items());
  }

  /**
   * A table in SQLite's terms.
   *
   * @param name its name, without quotes
   * @param columns its columns and what holds for them
   */
  public record Table(String name, String columns) {

    /** Makes it, unless it is there. */
    public String create() {
      return "CREATE TABLE IF NOT EXISTS \"" + name + "\" (" + columns + ")";
    }

    /** Makes an empty one for this connection alone. */
    public String createTemporary() {
      return "CREATE TEMP TABLE \"" + name + "\" (" + columns + ")";
    }

    /** Makes it in PostgreSQL's terms: texts of any length, and its own names for types. */
    public String createInPostgres() {
      return create()
          .replaceAll("VARCHAR\\([0-9]+\\)", "TEXT")
          .replace("INTEGER", "BIGINT")
          .replace("DATETIME", "TIMESTAMP")
          .replace("BLOB", "BYTEA");
    }
  }

  /**
   * The tables of a kind of item, named as the original program named them.
   *
   * @param items the items' table
   * @param identifier its column of the identifier
   * @param metadata the table of key and value
   * @param reference the column that names the item in other tables
   * @param bindings the table that binds items to lists; null for lists
   */
  public record Tables(
      String items, String identifier, String metadata, String reference, String bindings) {

    private static final Tables LISTS =
        new Tables("imagelist", "identifier", "ImagelistMetadata", "fkImageList", null);
    private static final Tables IMAGES =
        new Tables("Image", "identifier", "ImageMetadata", "fkImage", "ImageListImage");
    private static final Tables ENDORSERS =
        new Tables("endorser", "subject", "endorserMetadata", "fkEndorser", "Endorsement");

    private static final Pattern NATURAL = Pattern.compile("0|[1-9][0-9]*");

    /** Those of a kind. */
    public static Tables of(Kind kind) {
      return switch (kind) {
        case LIST -> LISTS;
        case IMAGE -> IMAGES;
        case ENDORSER -> ENDORSERS;
      };
    }

    /**
     * A value of such a table, which holds texts alone.
     *
     * @param typeText the text that an entry of ours is about; null for none
     * @param typeJson what the value is in JSON by that entry
     */
    public static JsonNode value(String key, String text, String typeText, String typeJson) {
      return text.equals(typeText)
          ? Json.read(typeJson, "a value in the database")
          : plain(key, text);
    }

    /** What a value without an entry of ours is: text, but for sizes, which are numbers. */
    public static JsonNode plain(String key, String text) {
      boolean number = key.equals(Keys.SIZE) && NATURAL.matcher(text).matches();
      return number ? Json.number(text) : Json.of(text);
    }
  }
}
