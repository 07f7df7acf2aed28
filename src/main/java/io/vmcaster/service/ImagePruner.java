package io.vmcaster.service;

import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Url;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.uploader.Destinations;
import io.vmcaster.uploader.Destinations.Destination;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Removes files of images that no list names any more: only files that we have uploaded or a
 * publication of ours has named, and none that a list, a kept publication, or the list that is
 * public now still names.
 */
public final class ImagePruner {

  private final Repository repository;
  private final ReadTransaction contents;
  private final Destinations destinations;
  private final PublicationHistory history;
  private final Instant now;
  private final Duration wait;
  private final Options options;
  private final Optional<ListId> list;
  private final Optional<ImageId> image;

  /**
   * Which old images are removed.
   *
   * @param list only those that this list named; empty for every list
   * @param image only builds of this image; empty for every image
   * @param keep how many publications of each list keep their images
   * @param olderThan images of publications younger than this stay
   */
  public record Options(
      Optional<Selection> list, Optional<Selection> image, int keep, Duration olderThan) {}

  /** A pruner of what a database has published. */
  public ImagePruner(PublishingContext context, Options options) {
    this.repository = context.repository();
    this.contents = repository.contents();
    this.destinations = context.destinations();
    this.history = new PublicationHistory(contents);
    this.now = context.run().now();
    this.wait = context.options().lockWait();
    this.options = options;
    this.list = options.list().map(selected -> selected.list(contents));
    this.image = options.image().map(selected -> selected.image(contents));
  }

  /**
   * Finds the files that may go and are there.
   *
   * @return their URIs, oldest publication first
   */
  public List<String> candidates() {
    Set<String> named = new LinkedHashSet<>();
    Set<String> kept = new LinkedHashSet<>(stillNamed());
    for (ListId each : contents.lists()) {
      List<Publication> all = contents.publications(each);
      int firstKept = Math.max(0, all.size() - options.keep());
      for (int i = 0; i < all.size(); i++) {
        boolean young = all.get(i).at().isAfter(now.minus(options.olderThan()));
        if (i >= firstKept || young) {
          kept.addAll(uris(all.get(i), Optional.empty()));
        } else if (list.filter(only -> !only.equals(each)).isEmpty()) {
          named.addAll(uris(all.get(i), image));
        }
      }
    }
    named.addAll(replaced());
    Set<String> keptFiles = kept.stream().map(ImagePruner::fileName).collect(Collectors.toSet());
    named.removeIf(uri -> keptFiles.contains(fileName(uri)));
    return named.stream().filter(this::isThere).toList();
  }

  /** One file has many addresses: by another host, with a port, percent-encoded. */
  private static String fileName(String uri) {
    String path = uri.replaceFirst("(?s)[?#].*", "");
    String name = path.substring(path.lastIndexOf('/') + 1);
    try {
      return Url.decode(name);
    } catch (IllegalArgumentException e) {
      return name; // nobody's address
    }
  }

  /** Builds that may never have been published; one list's alone when it was asked for. */
  private List<String> replaced() {
    return contents.replacedBuilds().stream()
        .filter(build -> !build.at().isAfter(now.minus(options.olderThan())))
        .filter(build -> image.filter(only -> !only.equals(build.image())).isEmpty())
        .filter(
            build ->
                list.filter(only -> !contents.listsWith(build.image()).contains(only)).isEmpty())
        .map(ReplacedBuild::uri)
        .toList();
  }

  /**
   * Removes files that {@link #candidates} found before, if they still may go: the lists that have
   * named them are kept from being published meanwhile.
   *
   * @return the URIs of what was removed
   * @throws io.vmcaster.error.Failure.LockedFailure when such a run takes longer
   */
  public List<String> remove(List<String> agreed) {
    return locked(concerned(agreed), () -> removeLocked(agreed));
  }

  private List<String> removeLocked(List<String> agreed) {
    List<String> going = new ArrayList<>(agreed);
    going.retainAll(candidates());
    // asked before the first change, which ends what reads
    Set<String> noted =
        contents.replacedBuilds().stream().map(ReplacedBuild::uri).collect(Collectors.toSet());
    for (String uri : going) {
      Destination file = destinations.open(uri);
      file.uploader().remove(file.location().path());
      if (noted.contains(uri)) {
        repository.edit(changes -> changes.forgetReplaced(uri));
      }
    }
    return going;
  }

  /** The lists that a run may be publishing with one of the files. */
  private List<ListId> concerned(List<String> uris) {
    Set<ListId> lists = new LinkedHashSet<>();
    for (ListId list : contents.lists()) {
      if (contents.publications(list).stream()
          .flatMap(publication -> uris(publication, Optional.empty()).stream())
          .anyMatch(uris::contains)) {
        lists.add(list);
      }
    }
    contents.replacedBuilds().stream()
        .filter(build -> uris.contains(build.uri()))
        .forEach(build -> lists.addAll(contents.listsWith(build.image())));
    return lists.stream().sorted(Comparator.comparing(ListId::text)).toList();
  }

  private <T> T locked(List<ListId> lists, Supplier<T> work) {
    if (lists.isEmpty()) {
      return work.get();
    }
    List<ListId> others = lists.subList(1, lists.size());
    return repository.locked(lists.get(0), wait, "pruning", () -> locked(others, work));
  }

  private List<String> stillNamed() {
    List<String> uris = new ArrayList<>();
    for (ImageId image : contents.images()) {
      contents.image(image).flatMap(found -> found.text(Keys.URI)).ifPresent(uris::add);
    }
    for (Intent intent : contents.intents()) {
      Json.text(intent.details(), "uri").ifPresent(uris::add);
    }
    contents.lists().forEach(list -> uris.addAll(publicNow(list)));
    return uris;
  }

  private List<String> publicNow(ListId id) {
    return contents
        .metadata(id)
        .flatMap(metadata -> Json.text(metadata, Keys.URI))
        .filter(uri -> destinations.route(uri).isPresent())
        .flatMap(uri -> PublicationHistory.onServer(destinations, uri))
        .map(list -> uris(list, Optional.empty()))
        .orElse(List.of());
  }

  private List<String> uris(Publication publication, Optional<ImageId> only) {
    return history.content(publication).map(list -> uris(list, only)).orElse(List.of());
  }

  private static List<String> uris(ImageList list, Optional<ImageId> only) {
    return list.images().stream()
        .filter(image -> only.filter(id -> !id.equals(image.id())).isEmpty())
        .flatMap(image -> image.text(Keys.URI).stream())
        .toList();
  }

  private boolean isThere(String uri) {
    if (destinations.route(uri).isEmpty()) {
      return false;
    }
    Destination file = destinations.open(uri);
    return file.stat(file.location()).isPresent();
  }
}
