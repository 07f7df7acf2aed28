package io.vmcaster.service.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.ImageId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Sha512;
import io.vmcaster.repository.Intent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * An upload as it is written down before it is begun. Once the whole file has arrived under its
 * temporary name, size and digests are added: from then on it can be finished without the source.
 */
final class UploadIntent {

  private static final String ACTION = "upload";

  private final Intent intent;

  private UploadIntent(Intent intent) {
    this.intent = intent;
  }

  static boolean is(Intent intent) {
    return Json.text(intent.details(), "action").filter(ACTION::equals).isPresent();
  }

  static UploadIntent read(Intent intent) {
    return new UploadIntent(intent);
  }

  static Intent of(
      ImageId image, String uri, String temporary, String format, Instant now, String owner) {
    return new Intent(
        0,
        image,
        now,
        owner,
        Json.object(
            Map.of(
                "action", Json.of(ACTION),
                "uri", Json.of(uri),
                "temporary", Json.of(temporary),
                "format", Json.of(format))));
  }

  Intent intent() {
    return intent;
  }

  ImageId image() {
    return (ImageId) intent.item();
  }

  String uri() {
    return detail("uri");
  }

  String temporary() {
    return detail("temporary");
  }

  String format() {
    return detail("format");
  }

  /**
   * Whether a new upload of the image may go on with this one.
   *
   * @param neighbour a URI in the directory that it would go to
   * @param format what it would be packed as
   */
  boolean continues(String neighbour, String format) {
    return arrived().isEmpty() && format().equals(format) && isBeside(neighbour);
  }

  /** Whether its file is in the same directory as another. */
  boolean isBeside(String other) {
    return ImageNames.directory(uri()).equals(ImageNames.directory(other));
  }

  /** What arrived; empty while it is under way. */
  Optional<Arrived> arrived() {
    return Json.text(intent.details(), "sha512")
        .map(
            sha512 ->
                new Arrived(
                    Long.parseLong(detail("size")),
                    new Sha512(sha512),
                    Long.parseLong(detail("sourceSize")),
                    new Sha512(detail("sourceSha512"))));
  }

  /** The same intent, with what arrived. */
  UploadIntent with(Arrived arrived) {
    Map<String, JsonNode> details = new LinkedHashMap<>(Json.members(intent.details()));
    details.put("size", Json.of(arrived.size()));
    details.put("sha512", Json.of(arrived.sha512().hex()));
    details.put("sourceSize", Json.of(arrived.sourceSize()));
    details.put("sourceSha512", Json.of(arrived.sourceSha512().hex()));
    return new UploadIntent(
        new Intent(
            intent.id(), intent.item(), intent.begun(), intent.owner(), Json.object(details)));
  }

  private String detail(String name) {
    return Json.text(intent.details(), name).orElseThrow();
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
}
