package io.vmcaster.repository;

import io.vmcaster.failure.UsageFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.ListId;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Moves everything from one database to another, in one transaction of the other. */
public final class DatabaseCopy {

  private final Catalogue from;
  private final Changes to;

  private DatabaseCopy(Catalogue from, Changes to) {
    this.from = from;
    this.to = to;
  }

  /**
   * Copies a database.
   *
   * @param from what is copied
   * @param to where to; it must be empty
   * @return how many lists were copied
   * @throws UsageFailure when there is something in the other database
   */
  public static int copy(Repository from, Repository to) {
    Catalogue source = from.catalogue();
    return to.change(
        changes -> {
          requireEmpty(changes, to.location());
          new DatabaseCopy(source, changes).copyAll();
          return source.lists().size();
        });
  }

  /**
   * Copies lists with all that publishing needs of them: their endorsers, their images, what was
   * published of them (of older publications not the messages), and what is begun.
   *
   * @param images further images, in none of these lists
   * @param to where to; it must be empty
   */
  static void copy(
      Catalogue from, Collection<ListId> lists, Collection<ImageId> images, Repository to) {
    to.change(
        changes -> {
          new DatabaseCopy(from, changes).copyLists(lists, images);
          return null;
        });
  }

  private static void requireEmpty(Catalogue catalogue, String location) {
    if (!catalogue.lists().isEmpty()
        || !catalogue.images().isEmpty()
        || !catalogue.endorsers().isEmpty()
        || !catalogue.publishedLists().isEmpty()
        || !catalogue.intents().isEmpty()) {
      throw new UsageFailure(
          "the database " + location + " is not empty: nothing was copied",
          "Copy to one that does not exist yet, or is empty.");
    }
  }

  private void copyAll() {
    from.endorsers().forEach(this::copyItem);
    from.images().forEach(this::copyItem);
    from.images().forEach(this::copySource);
    from.lists().forEach(this::copyItem);
    from.lists().forEach(this::copyMembers);
    from.publishedLists().forEach(this::copyPublications);
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
    items.forEach(this::copyItem);
    items.forEach(this::copySource);
    lists.forEach(this::copyMembers);
    lists.forEach(this::copyLastPublication);
    from.intents().stream().filter(intent -> items.contains(intent.item())).forEach(to::begin);
  }

  private void copySource(Item item) {
    if (item instanceof ImageId image) {
      from.source(image).ifPresent(found -> to.recordSource(image, found));
    }
  }

  private void copyLastPublication(ListId id) {
    List<Publication> all = from.publications(id);
    for (Publication publication : all) {
      boolean last = publication.equals(all.get(all.size() - 1));
      to.recordPublication(
          publication, last ? from.publishedMessage(publication.id()).orElseThrow() : new byte[0]);
    }
  }

  private void copyItem(Item item) {
    to.add(item);
    to.replaceMetadata(item, from.metadata(item).orElseThrow());
  }

  private void copyMembers(ListId id) {
    ImageList list = from.list(id).orElseThrow();
    List<Dn> endorsers = list.endorsers().stream().map(Endorser::dn).toList();
    List<ImageId> images = list.images().stream().map(Image::id).toList();
    to.replaceMembers(id, endorsers, images);
  }

  private void copyPublications(ListId id) {
    for (Publication publication : from.publications(id)) {
      to.recordPublication(publication, from.publishedMessage(publication.id()).orElseThrow());
    }
  }
}
