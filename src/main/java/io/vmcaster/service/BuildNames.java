package io.vmcaster.service;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.credential.OneLineName;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.journal.Begun;
import io.vmcaster.journal.Journal;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.repository.orm.ReadTransaction;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The names that builds of an image are published under, and who may publish them: the lists that
 * hold the image say both. A name is never one that was used before, since consumers notice a
 * change by digest and would find new bytes under an old list.
 */
record BuildNames(ImageId image, List<ImageList> lists) {

  /** One path component that no shell, server or URI reads as anything else. */
  private static final Pattern SAFE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]*");

  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd_HH-mm-ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final JsonNode NO_DIGEST_YET = Json.of("0".repeat(128));

  /** Those of an image, as a database has it. */
  static BuildNames of(ReadTransaction contents, ImageId image) {
    return new BuildNames(
        image,
        contents.listsWith(image).stream().flatMap(id -> contents.list(id).stream()).toList());
  }

  /**
   * Insists that an endorser of one of the lists uploads.
   *
   * @throws TrustFailure when its subject endorses none of them
   */
  void requireEndorser(X509Certificate certificate) {
    Dn subject = OneLineName.subject(certificate);
    if (lists.isEmpty()) {
      throw new TrustFailure(
          "image " + image + " is in no list, so nobody endorses it",
          "Bind it: vmcaster --connect --image " + image + " --imagelist UUID");
    }
    if (lists.stream()
        .flatMap(list -> list.endorsers().stream())
        .noneMatch(endorser -> OneLineName.isSubject(endorser.dn().text(), certificate))) {
      String ids = lists.stream().map(list -> list.id().text()).collect(Collectors.joining(", "));
      throw PublishChecks.noEndorser(
          subject, "a list that holds image " + image + " (" + ids + ")", lists.get(0).id());
    }
  }

  /**
   * A URI in the directory that the image's builds go to: its own, else that of another image of
   * its lists, else that of a list.
   *
   * @throws InvalidDataFailure when none of them has one
   */
  String neighbour(Image self) {
    Stream<Optional<String>> others =
        lists.stream().flatMap(list -> list.images().stream()).map(each -> each.text(Keys.URI));
    Stream<Optional<String>> own = lists.stream().map(list -> list.text(Keys.URI));
    return Stream.of(Stream.of(self.text(Keys.URI)), others, own)
        .flatMap(uris -> uris)
        .flatMap(Optional::stream)
        .filter(uri -> !uri.isBlank())
        .findFirst()
        .orElseThrow(
            () ->
                new InvalidDataFailure(
                    "image " + image + " has no hv:uri to say where its builds go",
                    ("Set it: vmcaster --image %s --image-key-set hv:uri"
                            + " --image-value https://SERVER/DIRECTORY/")
                        .formatted(image)));
  }

  /**
   * The URI of a new build.
   *
   * @param neighbour a URI in the directory that it is to go to
   * @param format the image's format, which becomes the extension
   * @param now the moment that makes the name new
   * @throws InvalidDataFailure when identifier or format is not a safe part of a file name
   */
  static String uri(String neighbour, ImageId image, String format, Instant now) {
    requireSafe(image.text(), "the identifier of image " + image);
    requireSafe(format, "the hv:format of image " + image);
    return Begun.Upload.directory(neighbour) + image + "_" + MOMENT.format(now) + "." + format;
  }

  private static void requireSafe(String text, String what) {
    if (!SAFE.matcher(text).matches() || text.contains("..")) {
      throw new InvalidDataFailure(
          what + ", '" + text + "', cannot be part of a file name",
          "Only letters, digits, '.', '_', '+' and '-' can.");
    }
  }

  /**
   * An image as an upload to a URI will leave it, as far as that is known before: size and digest
   * stand for those to come. For checks that should not wait for gigabytes to be sent.
   */
  static Image expected(Image image, String uri, String format) {
    Map<String, JsonNode> metadata = new TreeMap<>(Json.members(image.metadata()));
    metadata.put(Keys.URI, Json.of(uri));
    metadata.put(Keys.VERSION, Json.of(Journal.nextVersion(image)));
    metadata.put(Keys.FORMAT, Json.of(Journal.format(image, format)));
    metadata.put(Keys.SIZE, Json.of(1));
    metadata.put(Keys.SHA512, NO_DIGEST_YET);
    return new Image(image.id(), Json.object(metadata));
  }

  /** Whether an image is as {@link #expected} makes it: its build is not there yet. */
  static boolean isExpected(Image image) {
    return NO_DIGEST_YET.equals(image.metadata().get(Keys.SHA512));
  }
}
