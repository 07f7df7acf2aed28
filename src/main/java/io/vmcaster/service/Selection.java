package io.vmcaster.service;

import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.repository.Look;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * An item as a user names it.
 *
 * @param kind what it is
 * @param text its identifier, or the unique beginning of one
 */
public record Selection(Item.Kind kind, String text) {

  /** A shorter beginning selects nothing: it may become ambiguous any day. */
  private static final int SHORTEST_BEGINNING = 8;

  /** The list that is meant; see {@link #item}. */
  ListId list(Look contents) {
    return (ListId) item(contents);
  }

  /** The image that is meant; see {@link #item}. */
  ImageId image(Look contents) {
    return (ImageId) item(contents);
  }

  /**
   * The item that is meant.
   *
   * @throws NotFoundFailure when it is not there, or the beginning of an identifier is not unique
   */
  Item item(Look contents) {
    Item exact = Item.of(kind, text);
    if (contents.exists(exact)) {
      return exact;
    }
    if (kind == Item.Kind.ENDORSER || text.length() < SHORTEST_BEGINNING) {
      throw missing(kind, text);
    }
    String beginning = text.toLowerCase(Locale.ROOT);
    List<Item> found = new ArrayList<>();
    for (Item item : kind == Item.Kind.LIST ? contents.lists() : contents.images()) {
      if (item.text().toLowerCase(Locale.ROOT).startsWith(beginning)) {
        found.add(item);
      }
    }
    if (found.size() > 1) {
      throw ambiguous(found);
    }
    return found.stream().findFirst().orElseThrow(() -> missing(kind, text));
  }

  private NotFoundFailure ambiguous(List<Item> found) {
    return new NotFoundFailure(
        "more than one %s begins with '%s': %s and %s%s"
            .formatted(
                kind.label(),
                text,
                found.get(0),
                found.get(1),
                found.size() > 2 ? " and others" : ""),
        "Write more of the identifier.");
  }

  /** It is not there, or no longer. */
  static NotFoundFailure missing(Item.Kind kind, String text) {
    return new NotFoundFailure(
        "there is no " + kind.label() + " '" + text + "'",
        "See what there is with --" + kind.flag() + "-list.");
  }
}
