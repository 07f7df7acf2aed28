package io.vmcaster.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.context.FailPoint;
import io.vmcaster.context.Run;
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
import io.vmcaster.repository.Look;
import io.vmcaster.repository.Look.ImageSource;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.repository.Look.ReplacedBuild;
import io.vmcaster.repository.Repository;
import io.vmcaster.repository.orm.WriteTransaction;
import io.vmcaster.signing.SignedList;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Writes down what is about to be done on a server, and what became of it. Begun is written before
 * the first byte is sent; the end is written in the transaction that makes the database say so. So
 * the next run finds whatever a dead one began ({@link Recovery}).
 *
 * <p>Two more entries outlive what was begun: a version that may have been public for a moment is
 * <em>spent</em>, never to be given to other content; a version that was not found where it was
 * published is <em>unseen</em>, and counts as a change until something newer is public.
 *
 * @param repository where it is kept
 * @param run whose it is
 */
public record Journal(Repository repository, Run run) {

  private static final String SPENT = "spent";
  private static final String UNSEEN = "unseen";

  /**
   * Begins an upload.
   *
   * @param temporary the file's name while it is under way
   * @param format what it is packed as
   */
  public Begun.Upload begin(ImageId image, String uri, String temporary, String format) {
    run.steps().reached(FailPoint.IMAGE_INTENT_BEGUN);
    Intent begun = write(image, Begun.Upload.details(uri, temporary, format));
    run.steps().reached(FailPoint.IMAGE_INTENT_WRITTEN);
    return new Begun.Upload(begun);
  }

  /**
   * Begins a publication.
   *
   * @param temporary the file's name while it is under way
   */
  public Begun.Publishing begin(Begun.NewPublication publication, String temporary) {
    run.steps().reached(FailPoint.LIST_INTENT_BEGUN);
    Intent begun =
        write(publication.list().list(), Begun.Publishing.details(publication, temporary));
    run.steps().reached(FailPoint.LIST_INTENT_WRITTEN);
    return new Begun.Publishing(begun);
  }

  private Intent write(Item item, ObjectNode details) {
    Intent intent = new Intent(0, item, run.now(), run.owner(), details);
    return repository.change(changes -> changes.begin(intent));
  }

  /** The uploads of an image that were begun and not ended. */
  public List<Begun.Upload> uploads(ImageId image) {
    return repository.contents().intents(image).stream()
        .filter(intent -> Begun.is(intent, Begun.UPLOAD))
        .map(Begun.Upload::new)
        .toList();
  }

  /** The publications of a list that were begun and not ended. */
  public List<Begun.Publishing> publications(ListId list) {
    return repository.contents().intents(list).stream()
        .filter(intent -> Begun.is(intent, Begun.PUBLISH))
        .map(Begun.Publishing::new)
        .toList();
  }

  /** The file of an upload is on the server, whole. */
  public Begun.Upload arrived(Begun.Upload upload, Begun.Arrived arrived) {
    Begun.Upload amended = upload.with(arrived);
    repository.edit(changes -> changes.amend(amended.intent()));
    run.steps().reached(FailPoint.IMAGE_ARRIVAL_WRITTEN);
    return amended;
  }

  /**
   * The image was seen under its new name: size, digest, URI and version are recorded.
   *
   * @return the image as it was recorded; empty when it was deleted meanwhile
   */
  public Optional<Image> complete(Begun.Upload upload) {
    run.steps().reached(FailPoint.IMAGE_RECORD_BEGUN);
    Optional<Image> recorded = repository.change(changes -> record(changes, upload, run.now()));
    run.steps().reached(FailPoint.IMAGE_RECORDED);
    return recorded;
  }

  private static Optional<Image> record(
      WriteTransaction changes, Begun.Upload upload, Instant now) {
    changes.end(upload.intent());
    ImageId id = upload.image();
    Optional<Image> image = changes.image(id);
    if (image.isEmpty()) {
      return image;
    }
    rememberReplaced(changes, image.get(), now);
    Begun.Arrived arrived = upload.arrived().orElseThrow();
    changes.set(id, Keys.SIZE, Json.of(arrived.size()));
    changes.set(id, Keys.FORMAT, Json.of(format(image.get(), upload.format())));
    changes.set(id, Keys.SHA512, Json.of(arrived.sha512().hex()));
    changes.set(id, Keys.URI, Json.of(upload.uri()));
    changes.set(id, Keys.VERSION, Json.of(nextVersion(image.get())));
    changes.recordSource(id, source(arrived));
    return changes.image(id);
  }

  /** A file that is ours, since what is known of its source fits it; no other is ever pruned. */
  private static void rememberReplaced(WriteTransaction changes, Image image, Instant now) {
    Optional<String> digest = image.text(Keys.SHA512);
    changes
        .source(image.id())
        .filter(source -> digest.equals(Optional.of(source.published().hex())))
        .flatMap(source -> image.text(Keys.URI))
        .ifPresent(uri -> changes.recordReplaced(new ReplacedBuild(image.id(), uri, now)));
  }

  /** The file of an upload is what is published already: only its source is worth keeping. */
  public void rememberSource(Begun.Upload upload) {
    Begun.Arrived arrived = upload.arrived().orElseThrow();
    repository.edit(changes -> changes.recordSource(upload.image(), source(arrived)));
  }

  private static ImageSource source(Begun.Arrived arrived) {
    return new ImageSource(arrived.sourceSize(), arrived.sourceSha512(), arrived.sha512());
  }

  /** The format that is declared already, else the one found. */
  public static String format(Image image, String found) {
    return image.text(Keys.FORMAT).filter(text -> !text.isBlank()).orElse(found);
  }

  /** The version that the next build of an image gets. */
  public static String nextVersion(Image image) {
    return Version.in(image.metadata()).map(Version::next).orElse(Version.FIRST).text();
  }

  /** The list was seen under its name: version, dates and history are recorded. */
  public void complete(Begun.Publishing publishing) {
    run.steps().reached(FailPoint.LIST_RECORD_BEGUN);
    repository.edit(changes -> record(changes, publishing));
    run.steps().reached(FailPoint.LIST_RECORDED);
  }

  private void record(WriteTransaction changes, Begun.Publishing publishing) {
    ListId list = publishing.list();
    if (changes.exists(list)) {
      if (publishing.restores()) {
        restore(changes, publishing);
      }
      changes.set(list, Keys.VERSION, Json.of(publishing.version().text()));
      changes.set(list, Keys.CREATED, Json.of(publishing.created()));
      changes.set(list, Keys.EXPIRES, Json.of(publishing.expires()));
      changes.recordPublication(publishing.publication(run.now()), publishing.message());
    }
    changes.end(publishing.intent());
    forget(changes, publishing);
  }

  /** Who endorses the list is not part of what is restored: the signer of today may be another. */
  private static void restore(WriteTransaction changes, Begun.Publishing publishing) {
    byte[] json = SignedList.read(publishing.message(), "the restored list").content();
    ImageList list = ImageList.parse(Json.read(json, "it"), "the restored list");
    Map<Item, ObjectNode> metadata = new LinkedHashMap<>();
    metadata.put(list.id(), list.metadata());
    list.images().forEach(image -> metadata.put(image.id(), image.metadata()));
    List<Dn> endorsers =
        changes.list(list.id()).orElseThrow().endorsers().stream().map(Endorser::dn).toList();
    changes.replaceMetadata(metadata);
    changes.replaceMembers(list.id(), endorsers, list.images().stream().map(Image::id).toList());
  }

  /** An upload is given up; nothing of it is left on the server. */
  public void giveUp(Begun.Upload upload) {
    repository.edit(changes -> changes.end(upload.intent()));
    run.steps().reached(FailPoint.IMAGE_INTENT_DELETED);
  }

  /**
   * A publication is given up.
   *
   * @param spent whether its list may have been public for a moment
   */
  public void giveUp(Begun.Publishing publishing, boolean spent) {
    repository.edit(
        changes -> {
          changes.end(publishing.intent());
          if (spent) {
            changes.begin(entry(publishing.list(), SPENT, publishing.version()));
          }
        });
    run.steps().reached(FailPoint.LIST_INTENT_DELETED);
  }

  /** A version was not found where it was published. */
  public void unseen(ListId list, Version version) {
    repository.edit(changes -> changes.begin(entry(list, UNSEEN, version)));
  }

  private Intent entry(ListId list, String action, Version version) {
    return new Intent(
        0,
        list,
        run.now(),
        run.owner(),
        Json.object(Map.of("action", Json.of(action), "version", Json.of(version.text()))));
  }

  /** Forgets what a newer publication makes superfluous. */
  private static void forget(WriteTransaction changes, Begun.Publishing published) {
    changes.intents(published.list()).stream()
        .filter(intent -> Begun.is(intent, SPENT) || Begun.is(intent, UNSEEN))
        .filter(intent -> !version(intent).isNewerThan(published.version()))
        .forEach(changes::end);
  }

  /** The versions of a list that may have been public, though no history tells. */
  public static Stream<Version> spentVersions(Look contents, ListId list) {
    return contents.intents(list).stream()
        .filter(intent -> Begun.is(intent, SPENT))
        .map(Journal::version);
  }

  /** Whether something was begun or done for a list whose end nobody has seen. */
  public static boolean anyUnseen(Look contents, ListId list) {
    return contents.intents(list).stream()
        .anyMatch(intent -> Begun.is(intent, UNSEEN) || Begun.is(intent, Begun.PUBLISH));
  }

  private static Version version(Intent intent) {
    return new Version(Json.text(intent.details(), "version").orElseThrow());
  }
}
