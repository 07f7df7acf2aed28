package io.vmcaster.service.edit;

import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Finds the items that users name. */
public final class Selections {

  /** A shorter beginning selects nothing: it may become ambiguous any day. */
  static final int SHORTEST_BEGINNING = 8;

  private Selections() {}

  /** A list by its identifier or the unique beginning of it. */
  public static ListId list(ReadTransaction catalogue, Selection selection) {
    return (ListId) item(catalogue, selection);
  }

  /** An image by its identifier or the unique beginning of it. */
  public static ImageId image(ReadTransaction catalogue, Selection selection) {
    return (ImageId) item(catalogue, selection);
  }

  /**
   * An item that is there.
   *
   * @throws NotFoundFailure when it is not, or the beginning of an identifier is not unique
   */
  public static Item item(ReadTransaction catalogue, Selection selection) {
    Item exact = named(selection.kind(), selection.text());
    if (catalogue.exists(exact)) {
      return exact;
    }
    if (selection.kind() == Item.Kind.ENDORSER || selection.text().length() < SHORTEST_BEGINNING) {
      throw missing(selection);
    }
    return beginningWith(catalogue, selection);
  }

  private static Item named(Item.Kind kind, String text) {
    return switch (kind) {
      case LIST -> new ListId(text);
      case IMAGE -> new ImageId(text);
      case ENDORSER -> new Dn(text);
    };
  }

  private static Item beginningWith(ReadTransaction catalogue, Selection selection) {
    String beginning = selection.text().toLowerCase(Locale.ROOT);
    List<? extends Item> all =
        selection.kind() == Item.Kind.LIST ? catalogue.lists() : catalogue.images();
    List<Item> found = new ArrayList<>();
    for (Item item : all) {
      if (item.text().toLowerCase(Locale.ROOT).startsWith(beginning)) {
        found.add(item);
      }
    }
    if (found.size() > 1) {
      throw ambiguous(selection, found);
    }
    return found.stream().findFirst().orElseThrow(() -> missing(selection));
  }

  private static NotFoundFailure ambiguous(Selection selection, List<Item> found) {
    return new NotFoundFailure(
        "more than one "
            + selection.kind().label()
            + " begins with '"
            + selection.text()
            + "': "
            + found.get(0)
            + " and "
            + found.get(1)
            + (found.size() > 2 ? " and others" : ""),
        "Write more of the identifier.");
  }

  private static NotFoundFailure missing(Selection selection) {
    return new NotFoundFailure(
        "there is no " + selection.kind().label() + " '" + selection.text() + "'",
        "See what there is with --" + selection.kind().flag() + "-list.");
  }
}
