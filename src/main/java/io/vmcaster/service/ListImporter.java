package io.vmcaster.service;

import com.fasterxml.jackson.databind.node.ObjectNode;
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
import io.vmcaster.model.Json;
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
 *
 * @param editor makes the changes
 * @param force whether older versions are taken, too
 */
public record ListImporter(ListEditor editor, boolean force) {

  /** The largest document that is read, in bytes; ten thousand images take some twenty million. */
  public static final int MAX_BYTES = 128_000_000;

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
    Optional<String> doubt = Optional.of("There are no trust anchors here.");
    if (anchors.isEmpty()) {
      messages.info(
          "signed by " + signer + ". Whether to trust them was not checked. " + doubt.get());
    } else {
      TrustVerdict verdict =
          CaDirectory.open(anchors.get()).verify(signed.chain(), Instant.now(), Purpose.SIGN_EMAIL);
      doubt = verdict.faults().stream().findFirst();
      doubt.ifPresentOrElse(
          why -> messages.warn("signed by " + signer + ", who is not trusted. " + why),
          () -> messages.info("signed by " + signer + ", whom the trust anchors know"));
      verdict.forgeable().ifPresent(messages::warn);
    }
    if (signed.forgeable()) {
      messages.warn("the signature is over a SHA-1 digest, which can be forged");
    }
    return doubt;
  }

  private static ImageList read(byte[] json, String what) {
    return ImageList.parse(Json.read(json, what), what);
  }

  /** Makes our list this one. */
  ImageList keep(ImageList list) {
    editor.make((contents, plan) -> new Import(contents, list, force, plan).plan());
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
    private final ListEditor.Plan plan;
    private int created;

    Import(ReadTransaction contents, ImageList theirs, boolean force, ListEditor.Plan plan) {
      this.contents = contents;
      this.theirs = theirs;
      this.force = force;
      this.plan = plan;
      this.ours = contents.list(theirs.id());
    }

    void plan() {
      refuseOlder();
      learnWhatIsKnown();
      note(theirs.id(), theirs.metadata());
      theirs.endorsers().forEach(endorser -> note(endorser.dn(), endorser.metadata()));
      theirs.images().forEach(this::noteImage);
      if (writes.isEmpty() && sameMembers()) {
        plan.step(name() + " is as the file says already");
      } else {
        plan.step(summary(), this::write);
      }
    }

    private void refuseOlder() {
      Optional<String> older = ours.flatMap(list -> older(list.metadata(), theirs.metadata()));
      if (older.isPresent()) {
        throw new InvalidDataFailure(
            name() + " is here in " + older.get(), "Import it all the same with --force.");
      }
    }

    /** How much older the file's is than ours; empty when it is not, or that does not matter. */
    private Optional<String> older(ObjectNode ours, ObjectNode theirs) {
      Optional<Version> here = Version.in(ours);
      Optional<Version> there = Version.in(theirs);
      if (force || here.isEmpty() || (there.isPresent() && !here.get().isNewerThan(there.get()))) {
        return Optional.empty();
      }
      String file = there.map(version -> "the older " + version).orElse("none");
      return Optional.of("version " + here.get() + ", and the file has " + file);
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
      Optional<String> older =
          Optional.ofNullable(known.get(image.id())).flatMap(mine -> older(mine, image.metadata()));
      if (older.isPresent()) {
        plan.warn(
            "image %s stays as it is here, in %s (--force takes it)"
                .formatted(image.id(), older.get()));
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
      contents.listsWith(item).forEach(list -> others.add(list.text()));
      others.remove(theirs.id().text());
      if (!others.isEmpty()) {
        plan.warn(
            "%s %s is changed by this import; it is also in %s"
                .formatted(item.kind().label(), item.text(), String.join(", ", others)));
      }
    }

    private boolean sameMembers() {
      return ours.isPresent()
          && dns(ours.get()).equals(dns(theirs))
          && images(ours.get()).equals(images(theirs));
    }

    private static List<ImageId> images(ImageList list) {
      return list.images().stream().map(Image::id).toList();
    }

    private String name() {
      return "image list " + theirs.id();
    }

    private String summary() {
      Set<ImageId> gone = new HashSet<>(ours.map(Import::images).orElse(List.of()));
      images(theirs).forEach(gone::remove);
      long changed = writes.keySet().stream().filter(ImageId.class::isInstance).count() - created;
      int images = theirs.images().size();
      return name()
          + (" imported" + theirs.version().map(version -> ", version " + version).orElse(""))
          + (": " + Messages.count(images, "image") + ", ")
          + (created + " new, " + changed + " changed")
          + (gone.isEmpty() ? "" : ", " + gone.size() + " no longer in it");
    }

    private void write(WriteTransaction changes) {
      changes.add(theirs.id());
      changes.replaceMetadata(writes);
      if (!sameMembers()) {
        changes.replaceMembers(theirs.id(), dns(theirs), images(theirs));
      }
    }
  }
}
