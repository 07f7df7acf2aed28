package io.vmcaster.repository.sql;

import io.vmcaster.model.Item;

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
      new Tables(
          "\"imagelist\"", "\"identifier\"", "\"ImagelistMetadata\"", "\"fkImageList\"", null);
  private static final Tables IMAGES =
      new Tables(
          "\"Image\"", "\"identifier\"", "\"ImageMetadata\"", "\"fkImage\"", "\"ImageListImage\"");
  private static final Tables ENDORSERS =
      new Tables(
          "\"endorser\"",
          "\"subject\"",
          "\"endorserMetadata\"",
          "\"fkEndorser\"",
          "\"Endorsement\"");

  /** Those of a kind. */
  public static Tables of(Item.Kind kind) {
    return switch (kind) {
      case LIST -> LISTS;
      case IMAGE -> IMAGES;
      case ENDORSER -> ENDORSERS;
    };
  }
}
