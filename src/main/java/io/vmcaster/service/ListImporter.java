package io.vmcaster.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.Check;
import io.vmcaster.context.Messages;
import io.vmcaster.credential.CaDirectory;
import io.vmcaster.credential.CaDirectory.TrustVerdict;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.credential.Purpose;
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
import io.vmcaster.model.Version;
import io.vmcaster.repository.orm.ReadTransaction;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.signing.SignedList;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Brings in lists that were published elsewhere, or earlier: ours becomes what the document says,
 * its metadata, its endorsers and its images with theirs. A list older than ours is refused, an
 * image older than ours stays ours; force takes both.
 */
public final class ListImporter {

  /** The largest document that is read, in bytes; ten thousand images take some twenty million. */
  public static final int MAX_BYTES = 128_000_000;

  private final ListEditor editor;
  private final boolean force;

  /**
   * An importer.
   *
   * @param editor makes the changes
   * @param force whether older versions are taken, too
   */
  public ListImporter(ListEditor editor, boolean force) {
    this.editor = editor;
    this.force = force;
  }

  /**
   * Imports a list that is not signed.
   *
   * @param document the list, wrapped or bare
   * @param what what it is, for messages
   * @return the list as the document has it
   * @throws InvalidDataFailure when it is none, cannot be kept, or is older than ours
   */
  public ImageList unsigned(byte[] document, String what) {
    return keep(read(document, what));
  }

  /**
   * Imports a signed list whose signature is right, and tells who signed it.
   *
   * @param anchors the directory of the trust anchors; empty when there is none
   * @param trusted whether the signer must be known to them
   * @param messages told whether the signer is trusted, and an endorser of the list
   * @throws InvalidDataFailure as for {@link #unsigned}, and when the signature is wrong, or the
   *     signer is not trusted and must be
   */
  public ImageList signed(
      byte[] message, String what, Optional<Path> anchors, boolean trusted, Messages messages) {
    SignedList signed = SignedList.read(message, what);
    ImageList list = read(signed.content(), what);
    Dn signer = OneLineName.subject(signed.signer());
    Optional<String> doubt = tellTrust(signed, signer, anchors, messages);
    if (!list.endorsers().isEmpty() && !dns(list).contains(signer)) {
      messages.warn("the signer " + signer + " is no endorser of the list");
    }
    if (trusted && doubt.isPresent()) {
      throw new InvalidDataFailure(
          what + " is signed by " + signer + ", who is not trusted. " + doubt.get(),
          anchors.isPresent() ? null : "Name the directory of the trust anchors with --ca-dir.");
    }
    return keep(list);
  }

  /** Tells whether the signer is trusted, and what could be forged; returns why not. */
  private static Optional<String> tellTrust(
      SignedList signed, Dn signer, Optional<Path> anchors, Messages messages) {
    List<String> weaknesses = new ArrayList<>();
    if (signed.forgeable()) {
      weaknesses.add("the signature is over a SHA-1 digest, which can be forged");
    }
    Optional<String> doubt = Optional.of("There are no trust anchors here.");
    if (anchors.isEmpty()) {
      messages.info(
          "signed by " + signer + ". Whether to trust them was not checked. " + doubt.get());
    } else {
      TrustVerdict verdict =
          CaDirectory.open(anchors.get()).verify(signed.chain(), Instant.now(), Purpose.SIGN_EMAIL);
      verdict.checks().stream()
          .filter(check -> check.name().equals("chain"))
          .filter(check -> check.outcome() == Check.Outcome.WARNING)
          .forEach(check -> weaknesses.add(check.sentence()));
      doubt = verdict.faults().stream().findFirst();
      doubt.ifPresentOrElse(
          why -> messages.warn("signed by " + signer + ", who is not trusted. " + why),
          () -> messages.info("signed by " + signer + ", whom the trust anchors know"));
    }
    weaknesses.forEach(messages::warn);
    return doubt;
  }

  private static ImageList read(byte[] json, String what) {
    return ImageList.parse(Json.read(json, what), what);
  }

  /** Makes our list this one. */
  ImageList keep(ImageList list) {
    editor.make(contents -> new Import(contents, list, force).plan());
    return list;
  }

  private static List<Dn> dns(ImageList list) {
    return list.endorsers().stream().map(Endorser::dn).toList();
  }

  /** What one import changes. */
  private static final class Import {
    private final ReadTransaction contents;
    private final ImageList theirs;
    private final boolean force;
    private final Optional<ImageList> ours;
    private final Map<Item, ObjectNode> known = new HashMap<>();
    private final Map<Item, ObjectNode> writes = new LinkedHashMap<>();
    private final List<String> warnings = new ArrayList<>();
    private int created;

    Import(ReadTransaction contents, ImageList theirs, boolean force) {
      this.contents = contents;
      this.theirs = theirs;
      this.force = force;
      this.ours = contents.list(theirs.id());
    }

    ListEditor.Plan plan() {
      refuseOlder();
      learnWhatIsKnown();
      note(theirs.id(), theirs.metadata());
      for (Endorser endorser : theirs.endorsers()) {
        note(endorser.dn(), endorser.metadata());
      }
      for (Image image : theirs.images()) {
        noteImage(image);
      }
      ListEditor.Plan plan = new ListEditor.Plan().warn(warnings);
      return writes.isEmpty() && sameMembers()
          ? plan.step(name() + " is as the file says already")
          : plan.step(summary(), this::write);
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
      Set<Item> here = new HashSet<>(contents.images());
      here.addAll(contents.endorsers());
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
        known.put(item, contents.metadata(item).orElse(Json.object()));
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
      for (ListId list : contents.listsWith(item)) {
        if (!list.equals(theirs.id())) {
          others.add(list.text());
        }
      }
      if (!others.isEmpty()) {
        warnings.add(
            "%s %s is changed by this import; it is also in %s"
                .formatted(item.kind().label(), item.text(), String.join(", ", others)));
      }
    }

    private boolean sameMembers() {
      return ours.isPresent()
          && dns(ours.get()).equals(dns(theirs))
          && images().equals(ourImages());
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
}
