package io.vmcaster.service.imports;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.Endorser;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.ListId;
import io.vmcaster.model.Version;
import io.vmcaster.repository.ReadTransaction;
import io.vmcaster.repository.WriteTransaction;
import io.vmcaster.service.edit.Plan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Plans that our list becomes what a file says: its metadata, its endorsers and its images with
 * theirs. A list older than ours is refused, an image older than ours stays ours; force takes both.
 */
public final class ListImport {

  private final ReadTransaction catalogue;
  private final ImageList theirs;
  private final boolean force;
  private final Optional<ImageList> ours;
  private final Map<Item, ObjectNode> known = new HashMap<>();
  private final Map<Item, ObjectNode> writes = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private int created;

  private ListImport(ReadTransaction catalogue, ImageList theirs, boolean force) {
    this.catalogue = catalogue;
    this.theirs = theirs;
    this.force = force;
    this.ours = catalogue.list(theirs.id());
  }

  /**
   * Plans an import.
   *
   * @param theirs the list as the file has it
   * @param force whether older versions are taken, too
   * @throws InvalidDataFailure when the list is older than ours
   */
  public static Plan plan(ReadTransaction catalogue, ImageList theirs, boolean force) {
    return new ListImport(catalogue, theirs, force).plan();
  }

  private Plan plan() {
    refuseOlder();
    learnWhatIsKnown();
    note(theirs.id(), theirs.metadata());
    for (Endorser endorser : theirs.endorsers()) {
      note(endorser.dn(), endorser.metadata());
    }
    for (Image image : theirs.images()) {
      noteImage(image);
    }
    if (writes.isEmpty() && sameMembers()) {
      return new Plan(List.of(name() + " is as the file says already"), warnings, changes -> {});
    }
    return new Plan(List.of(summary()), warnings, this::write);
  }

  private void refuseOlder() {
    Optional<Version> mine = ours.flatMap(ImageList::version);
    if (!force && mine.isPresent() && isOlder(theirs.version(), mine.get())) {
      throw new InvalidDataFailure(
          name()
              + " is here in version "
              + mine.get()
              + ", and the file has "
              + theirs.version().map(version -> "the older " + version).orElse("none"),
          "Import it all the same with --force.");
    }
  }

  /** What has no version is older than what has one. */
  private static boolean isOlder(Optional<Version> theirs, Version ours) {
    return theirs.isEmpty() || ours.isNewerThan(theirs.get());
  }

  /** One query brings what our list holds; the others are asked for one by one. */
  private void learnWhatIsKnown() {
    ours.ifPresent(this::learn);
    Set<Item> here = new HashSet<>(catalogue.images());
    here.addAll(catalogue.endorsers());
    theirs.images().forEach(image -> learn(image.id(), here));
    theirs.endorsers().forEach(endorser -> learn(endorser.dn(), here));
  }

  private void learn(ImageList list) {
    known.put(list.id(), list.metadata());
    list.endorsers().forEach(endorser -> known.put(endorser.dn(), endorser.metadata()));
    list.images().forEach(image -> known.put(image.id(), image.metadata()));
  }

  private void learn(Item item, Set<Item> here) {
    if (here.contains(item) && !known.containsKey(item)) {
      known.put(item, catalogue.metadata(item).orElse(Json.object()));
    }
  }

  private void noteImage(Image image) {
    Optional<Version> mine =
        Optional.ofNullable(known.get(image.id()))
            .flatMap(metadata -> Json.text(metadata, Keys.VERSION))
            .filter(text -> !text.isEmpty())
            .map(Version::new);
    Optional<Version> other =
        image.text(Keys.VERSION).filter(text -> !text.isEmpty()).map(Version::new);
    if (!force && mine.isPresent() && isOlder(other, mine.get())) {
      warnings.add(
          "image "
              + image.id()
              + " stays as it is here, in version "
              + mine.get()
              + ": the file has "
              + other.map(version -> "the older " + version).orElse("none")
              + " (--force takes it)");
    } else {
      note(image.id(), image.metadata());
    }
  }

  private void note(Item item, ObjectNode metadata) {
    ObjectNode mine = known.get(item);
    if (mine == null) {
      created += item instanceof ImageId ? 1 : 0;
      writes.put(item, metadata);
    } else if (!mine.equals(metadata)) {
      writes.put(item, metadata);
      warnOfOthers(item);
    }
  }

  private void warnOfOthers(Item item) {
    List<String> others = new ArrayList<>();
    for (ListId list : catalogue.listsWith(item)) {
      if (!list.equals(theirs.id())) {
        others.add(list.text());
      }
    }
    if (!others.isEmpty()) {
      warnings.add(
          item.kind().label()
              + " "
              + item.text()
              + " is changed by this import; it is also in "
              + String.join(", ", others));
    }
  }

  private boolean sameMembers() {
    return ours.isPresent() && dns(ours.get()).equals(dns(theirs)) && images().equals(ourImages());
  }

  private static List<Dn> dns(ImageList list) {
    return list.endorsers().stream().map(Endorser::dn).toList();
  }

  private List<ImageId> images() {
    return theirs.images().stream().map(Image::id).toList();
  }

  private List<ImageId> ourImages() {
    return ours.map(list -> list.images().stream().map(Image::id).toList()).orElse(List.of());
  }

  private String name() {
    return "image list " + theirs.id();
  }

  private String summary() {
    Set<ImageId> gone = new HashSet<>(ourImages());
    images().forEach(gone::remove);
    long changed = writes.keySet().stream().filter(ImageId.class::isInstance).count() - created;
    return name()
        + " imported"
        + theirs.version().map(version -> ", version " + version).orElse("")
        + ": "
        + theirs.images().size()
        + (theirs.images().size() == 1 ? " image, " : " images, ")
        + created
        + " new, "
        + changed
        + " changed"
        + (gone.isEmpty() ? "" : ", " + gone.size() + " no longer in it");
  }

  private void write(WriteTransaction changes) {
    changes.add(theirs.id());
    changes.replaceMetadata(writes);
    if (!sameMembers()) {
      changes.replaceMembers(theirs.id(), dns(theirs), images());
    }
  }
}
