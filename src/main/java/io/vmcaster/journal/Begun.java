package io.vmcaster.journal;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Item.ListId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Sha512;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.repository.Look.Intent;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Location;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * Something that was begun on a server, as it was written down before: all that is needed to finish
 * or to undo it without the run that began it.
 */
public sealed interface Begun {

  String UPLOAD = "upload";
  String PUBLISH = "publish";

  /** As it is written down. */
  Intent intent();

  /** The run that began it, for messages. */
  default String owner() {
    return intent().owner();
  }

  /** Where subscribers are to find the file. */
  default String uri() {
    return detail("uri");
  }

  /** The file under way, in the directory of the one it is to become. */
  default Location temporary(Destination destination) {
    return destination.location().sibling(detail("temporary"));
  }

  /** What is written down under a name. */
  default String detail(String name) {
    return Json.text(intent().details(), name).orElseThrow();
  }

  /** Whether an entry is of a kind. */
  static boolean is(Intent intent, String action) {
    return Json.text(intent.details(), "action").filter(action::equals).isPresent();
  }

  /**
   * The upload of an image. Once the whole file has arrived under its temporary name, size and
   * digests are added: from then on it can be finished without the source.
   */
  record Upload(Intent intent) implements Begun {
    static ObjectNode details(String uri, String temporary, String format) {
      return Json.object(
          Map.of(
              "action", Json.of(UPLOAD),
              "uri", Json.of(uri),
              "temporary", Json.of(temporary),
              "format", Json.of(format)));
    }

    /** The image. */
    public ImageId image() {
      return (ImageId) intent().item();
    }

    /** What the source was to be packed as. */
    public String format() {
      return detail("format");
    }

    /** What has arrived; empty while it is under way. */
    public Optional<Arrived> arrived() {
      return Json.text(intent().details(), "sha512")
          .map(
              sha512 ->
                  new Arrived(
                      Long.parseLong(detail("size")),
                      new Sha512(sha512),
                      Long.parseLong(detail("sourceSize")),
                      new Sha512(detail("sourceSha512"))));
    }

    Upload with(Arrived arrived) {
      ObjectNode details = intent().details();
      details = Json.with(details, "size", Json.of(arrived.size()));
      details = Json.with(details, "sha512", Json.of(arrived.sha512().hex()));
      details = Json.with(details, "sourceSize", Json.of(arrived.sourceSize()));
      details = Json.with(details, "sourceSha512", Json.of(arrived.sourceSha512().hex()));
      Intent old = intent();
      return new Upload(new Intent(old.id(), old.item(), old.begun(), old.owner(), details));
    }

    /** Whether its file is in the same directory as another. */
    public boolean isBeside(String other) {
      return directory(uri()).equals(directory(other));
    }

    /** The directory of a URI, with its final slash and without query and fragment. */
    public static String directory(String uri) {
      String path = uri.split("[?#]", 2)[0];
      return path.substring(0, path.lastIndexOf('/') + 1);
    }
  }

  /**
   * A file that has arrived whole.
   *
   * @param size its size in bytes
   * @param sha512 its digest
   * @param sourceSize the size of the file it was made of, in bytes
   * @param sourceSha512 the digest of the file it was made of
   */
  record Arrived(long size, Sha512 sha512, long sourceSize, Sha512 sourceSha512) {}

  /** The publication of a list. */
  record Publishing(Intent intent) implements Begun {
    static ObjectNode details(NewPublication publication, String temporary) {
      Publication list = publication.list();
      return Json.object(
          Map.of(
              "action", Json.of(PUBLISH),
              "uri", Json.of(list.uri()),
              "temporary", Json.of(temporary),
              "version", Json.of(list.version().text()),
              "created", Json.of(Timestamps.format(list.at())),
              "expires", Json.of(Timestamps.format(list.expires())),
              "signer", Json.of(list.signer().text()),
              "summary", Json.of(list.summary()),
              "restores", Json.of(publication.restores()),
              "message", Json.of(publication.message())));
    }

    /** The list. */
    public ListId list() {
      return (ListId) intent().item();
    }

    /** Its new version. */
    public Version version() {
      return new Version(detail("version"));
    }

    String created() {
      return detail("created");
    }

    String expires() {
      return detail("expires");
    }

    /** Whether the database is to say what the message says once it is public. */
    boolean restores() {
      return detail("restores").equals("true");
    }

    /** The signed list as it is sent. */
    public byte[] message() {
      return detail("message").getBytes(StandardCharsets.US_ASCII);
    }

    /** What goes into the history once it is public. */
    Publication publication(Instant at) {
      return new Publication(
          0,
          list(),
          version(),
          at,
          Timestamps.parse(expires()).orElseThrow(),
          new Dn(detail("signer")),
          uri(),
          detail("summary"));
    }
  }

  /**
   * A list that is about to be published.
   *
   * @param list what goes into the history; it is valid from its moment on
   * @param message the signed list, which is ASCII
   * @param restores whether the database is to say what the message says once it is public
   */
  record NewPublication(Publication list, String message, boolean restores) {}
}
