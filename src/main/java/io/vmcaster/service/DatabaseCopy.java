package io.vmcaster.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TemporaryFailure;
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
import io.vmcaster.repository.sql.SqliteRepository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

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
    if (dryRun) {
      requireEmpty(to.contents());
    }
    int lists = dryRun ? from.contents().lists().size() : copy();
    messages.info(
        "%s %s %s from %s to %s"
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

  /**
   * A copy of what one run needs of a database, to be changed freely: a dry run of several steps
   * has each step see what the one before it would have left. It is gone when it is closed.
   *
   * @param directory holds it alone
   * @param repository the copy
   */
  record DryRunDatabase(Path directory, Repository repository) implements AutoCloseable {

    /**
     * Copies lists with all that publishing needs of them: their endorsers, their images, what was
     * published of them (of older publications not the messages), and what is begun.
     *
     * @param images further images, in none of these lists
     * @throws TemporaryFailure when there is no room for it
     */
    static DryRunDatabase of(
        ReadTransaction from, Collection<ListId> lists, Collection<ImageId> images) {
      Path directory = temporaryDirectory();
      DryRunDatabase copy =
          new DryRunDatabase(
              directory,
              new SqliteRepository(directory.resolve("dish.db"), Duration.ZERO, Messages.SILENT));
      try {
        copy.repository.edit(changes -> new Items(from, changes).copyLists(lists, images));
        return copy;
      } catch (RuntimeException e) {
        copy.close();
        throw e;
      }
    }

    private static Path temporaryDirectory() {
      try {
        return Files.createTempDirectory("vmcaster-dry-run-");
      } catch (IOException e) {
        throw new TemporaryFailure(
            "cannot make a directory for the dry run: " + e.getMessage(),
            "Name another one: TMPDIR for the launcher, -Djava.io.tmpdir for java -jar.",
            e);
      }
    }

    @Override
    public void close() {
      repository.close();
      try (Stream<Path> files = Files.walk(directory)) {
        List<Path> all = files.sorted((left, right) -> right.compareTo(left)).toList();
        for (Path file : all) {
          Files.delete(file);
        }
      } catch (IOException e) {
        directory.toFile().deleteOnExit(); // a temporary directory, which the system empties
      }
    }
  }
}
