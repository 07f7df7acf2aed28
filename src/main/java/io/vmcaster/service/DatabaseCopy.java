package io.vmcaster.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.UsageFailure;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Publication;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Copies everything from one database to another, in one transaction of the other.
 *
 * @param from what is copied
 * @param to where to; it must be empty
 */
public record DatabaseCopy(Repository from, Repository to) {

  /**
   * Copies the database, or only looks whether that could be done, and tells of it.
   *
   * @return how many lists were copied, or would be
   * @throws UsageFailure when there is something in the other database, or it is the same
   */
  public int copy(boolean dryRun, Messages messages) {
    if (from.location().equals(to.location())) {
      throw new UsageFailure("the database " + to.location() + " cannot be copied to itself", null);
    }
    int lists = dryRun ? plan() : copy();
    messages.info(
        "%s %d %s from %s to %s"
            .formatted(
                dryRun ? "would copy" : "copied",
                lists,
                lists == 1
                    ? "list with all that belongs to it"
                    : "lists with all that belongs to them",
                from.location(),
                to.location()));
    return lists;
  }

  private int plan() {
    requireEmpty(to.contents());
    return from.contents().lists().size();
  }

  private int copy() {
    return from.read(
        source ->
            to.change(
                changes -> {
                  requireEmpty(changes);
                  new Items(source, changes).copyAll();
                  return source.lists().size();
                }));
  }

  /**
   * Copies lists with all that publishing needs of them: their endorsers, their images, what was
   * published of them (of older publications not the messages), and what is begun.
   *
   * @param images further images, in none of these lists
   * @param to where to; it must be empty
   */
  static void copy(
      ReadTransaction from, Collection<ListId> lists, Collection<ImageId> images, Repository to) {
    to.change(
        changes -> {
          new Items(from, changes).copyLists(lists, images);
          return null;
        });
  }

  private void requireEmpty(ReadTransaction contents) {
    if (!contents.lists().isEmpty()
        || !contents.images().isEmpty()
        || !contents.endorsers().isEmpty()
        || !contents.publishedLists().isEmpty()
        || !contents.intents().isEmpty()) {
      throw new UsageFailure(
          "the database " + to.location() + " is not empty: nothing was copied",
          "Copy to one that does not exist yet, or is empty.");
    }
  }

  /** Copies from one transaction to another. */
  private record Items(ReadTransaction from, WriteTransaction to) {

    private void copyAll() {
      copyItems(from.endorsers());
      copyItems(from.images());
      copyItems(from.lists());
      from.publishedLists().forEach(list -> copyPublications(list, false));
      from.replacedBuilds().forEach(to::recordReplaced);
      from.intents().forEach(to::begin);
    }

    private void copyLists(Collection<ListId> lists, Collection<ImageId> more) {
      Set<Item> items = new LinkedHashSet<>(more);
      for (ListId id : lists) {
        ImageList list = from.list(id).orElseThrow();
        list.endorsers().forEach(endorser -> items.add(endorser.dn()));
        list.images().forEach(image -> items.add(image.id()));
        items.add(id);
      }
      copyItems(items);
      lists.forEach(list -> copyPublications(list, true));
      from.intents().stream().filter(intent -> items.contains(intent.item())).forEach(to::begin);
    }

    /** Members of lists come before them, or were copied before. */
    private void copyItems(Collection<? extends Item> items) {
      Map<Item, ObjectNode> metadata = new LinkedHashMap<>();
      items.forEach(item -> metadata.put(item, from.metadata(item).orElseThrow()));
      to.replaceMetadata(metadata);
      for (Item item : items) {
        if (item instanceof ImageId image) {
          from.source(image).ifPresent(found -> to.recordSource(image, found));
        } else if (item instanceof ListId id) {
          ImageList list = from.list(id).orElseThrow();
          List<Dn> endorsers = list.endorsers().stream().map(Endorser::dn).toList();
          to.replaceMembers(id, endorsers, list.images().stream().map(Image::id).toList());
        }
      }
    }

    /** Copies what was published of a list, of older publications perhaps not the messages. */
    private void copyPublications(ListId id, boolean lastMessageOnly) {
      List<Publication> all = from.publications(id);
      for (Publication publication : all) {
        boolean left = lastMessageOnly && !publication.equals(all.get(all.size() - 1));
        to.recordPublication(
            publication,
            left ? new byte[0] : from.publishedMessage(publication.id()).orElseThrow());
      }
    }
  }
}
