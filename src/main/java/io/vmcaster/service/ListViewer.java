package io.vmcaster.service;

import static java.util.stream.Collectors.toSet;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Repository;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what a database holds, as it is. Everything comes in the order in which it was made. A
 * selected item that is not there is a {@link io.vmcaster.error.Failure.NotFoundFailure}.
 */
public final class ListViewer {

  private final Repository repository;
  private final Look contents;

  /** Shows a database. */
  public ListViewer(Repository repository) {
    this.repository = repository;
    this.contents = repository.look();
  }

  /** Where the database is, without a password. */
  public String location() {
    return repository.location();
  }

  /** What keeps this user from changing it, and what to do; empty when nothing does. */
  public Optional<String> obstacle() {
    return repository.obstacle();
  }

  /** The identifiers of all items of a kind. */
  public List<? extends Item> items(Item.Kind kind) {
    return switch (kind) {
      case LIST -> contents.lists();
      case IMAGE -> contents.images();
      case ENDORSER -> contents.endorsers();
    };
  }

  /** The identifiers of a list's images or endorsers. */
  public List<? extends Item> members(Selection selection, Item.Kind kind) {
    ImageList list = list(selection);
    return kind == Item.Kind.IMAGE
        ? list.images().stream().map(Image::id).toList()
        : list.endorsers().stream().map(Endorser::dn).toList();
  }

  /** Each list with its images. */
  public Map<ListId, List<ImageId>> listsWithImages() {
    Map<ListId, List<ImageId>> lists = new LinkedHashMap<>();
    for (Look.Binding binding : contents.bindings()) {
      List<ImageId> images = lists.computeIfAbsent(binding.list(), list -> new ArrayList<>());
      binding.image().ifPresent(images::add);
    }
    return lists;
  }

  /** An item as a document; a list with all that is in it, as it would be signed. */
  public ObjectNode document(Selection selection) {
    Item item = selection.item(contents);
    if (item instanceof ListId list) {
      return contents.list(list).orElseThrow().toJson();
    }
    return item instanceof ImageId image
        ? contents.image(image).orElseThrow().toJson()
        : contents.endorser((Dn) item).orElseThrow().toJson();
  }

  /** An item's own metadata. */
  public ObjectNode metadata(Selection selection) {
    return contents.metadata(selection.item(contents)).orElseThrow();
  }

  /** The addresses of all items of a kind that have one. */
  public List<String> uris(Item.Kind kind) {
    return items(kind).stream().flatMap(item -> uri(item).stream()).toList();
  }

  /**
   * Where a list is published.
   *
   * @throws InvalidDataFailure when it has no address
   */
  public String uri(Selection selection) {
    ListId list = selection.list(contents);
    return uri(list)
        .orElseThrow(
            () -> new InvalidDataFailure("list " + list + " has no hv:uri to fetch it from", null));
  }

  private Optional<String> uri(Item item) {
    return contents.metadata(item).flatMap(metadata -> Json.text(metadata, Keys.URI));
  }

  /** A list, whole. */
  public ImageList list(Selection selection) {
    return contents.list(selection.list(contents)).orElseThrow();
  }

  /** The version of a list; empty when it has none, or is not there. */
  public Optional<Version> version(ListId id) {
    return contents.list(id).flatMap(ImageList::version);
  }

  /** The version of a list that was published last from this database. */
  public Optional<Version> published(ListId id) {
    return new PublicationHistory(contents).latest(id).map(Publication::version);
  }

  /** Which images of a list another one holds, too. */
  public Map<ImageId, ListId> elsewhere(ImageList list) {
    Map<ImageId, ListId> elsewhere = new HashMap<>();
    listsWithImages()
        .forEach(
            (other, images) -> {
              if (!other.equals(list.id())) {
                images.forEach(image -> elsewhere.putIfAbsent(image, other));
              }
            });
    elsewhere.keySet().retainAll(list.images().stream().map(Image::id).collect(toSet()));
    return elsewhere;
  }
}
