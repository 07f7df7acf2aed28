package io.vmcaster.service.edit;

import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import io.vmcaster.repository.ReadTransaction;
import java.util.ArrayList;
import java.util.List;

/** Plans the creation, deletion and binding of items. */
public final class ItemEditor {

  private ItemEditor() {}

  /** Creates an item; one that is there stays as it is. */
  public static Plan add(ReadTransaction catalogue, Item item) {
    return catalogue.exists(item)
        ? Plan.nothing(name(item) + " is there already")
        : Plan.of(name(item) + " created", changes -> changes.add(item));
  }

  /** Deletes an item with its metadata and bindings. */
  public static Plan delete(ReadTransaction catalogue, Selection selection) {
    Item item = Selections.item(catalogue, selection);
    List<String> steps = new ArrayList<>();
    for (ListId list : catalogue.listsWith(item)) {
      steps.add(name(item) + " taken from " + name(list));
    }
    steps.add(name(item) + " deleted" + (item instanceof ListId ? "; its images stay" : ""));
    return new Plan(steps, List.of(), changes -> changes.delete(item));
  }

  /** Binds members to a list; what is bound stays bound. */
  public static Plan connect(
      ReadTransaction catalogue, Selection selectedList, List<Selection> selectedMembers) {
    ListId list = Selections.list(catalogue, selectedList);
    List<Item> members = items(catalogue, selectedMembers);
    List<String> steps = new ArrayList<>();
    for (Item member : members) {
      boolean bound = catalogue.listsWith(member).contains(list);
      steps.add(
          name(member)
              + (bound ? " is in " : " put into ")
              + name(list)
              + (bound ? " already" : ""));
    }
    return new Plan(
        steps, List.of(), changes -> members.forEach(member -> changes.bind(list, member)));
  }

  /**
   * Unbinds members from a list.
   *
   * @throws NotFoundFailure when one of them is not bound to it
   */
  public static Plan disconnect(
      ReadTransaction catalogue, Selection selectedList, List<Selection> selectedMembers) {
    ListId list = Selections.list(catalogue, selectedList);
    List<Item> members = items(catalogue, selectedMembers);
    List<String> steps = new ArrayList<>();
    for (Item member : members) {
      if (!catalogue.listsWith(member).contains(list)) {
        throw new NotFoundFailure(
            name(member) + " is not in " + name(list),
            "See what is in it with --imagelist " + list + " --imagelist-show.");
      }
      steps.add(name(member) + " taken from " + name(list));
    }
    return new Plan(
        steps, List.of(), changes -> members.forEach(member -> changes.unbind(list, member)));
  }

  private static List<Item> items(ReadTransaction catalogue, List<Selection> selections) {
    List<Item> items = new ArrayList<>();
    for (Selection selection : selections) {
      items.add(Selections.item(catalogue, selection));
    }
    return items;
  }

  /** What messages call an item. */
  static String name(Item item) {
    return item.kind().label() + " " + item.text();
  }
}
