package io.vmcaster.service.upload;

import io.vmcaster.compression.Compression;
import io.vmcaster.model.Image;
import io.vmcaster.uploader.Location;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an upload would do, in order, for a dry run to tell. */
final class UploadPlan {

  private final List<UploadIntent> begun;
  private final ImageFile source;
  private final String format;

  /**
   * A plan.
   *
   * @param begun what other runs began and did not end
   * @param source the file to upload
   * @param format what it would be packed as
   */
  UploadPlan(List<UploadIntent> begun, ImageFile source, String format) {
    this.begun = begun;
    this.source = source;
    this.format = format;
  }

  /** Whether a build that had arrived would become the image's before anything is compared. */
  boolean finishes() {
    return begun.stream().anyMatch(intent -> intent.arrived().isPresent());
  }

  /** What is done when there is nothing to upload. */
  List<String> sweeping() {
    return begun.stream().map(intent -> "sweep away " + described(intent)).toList();
  }

  /** The upload of a new build to a URI. */
  UploadResult of(Image image, String uri, Location location) {
    List<String> steps = new ArrayList<>();
    begun.forEach(intent -> steps.add(settled(intent, uri)));
    steps.add(
        source.compression(format) == Compression.NONE
            ? "take " + source.path() + " as it is"
            : "compress " + source.path() + " as " + format + " asks");
    steps.add("send it under a temporary name, compare its size, and rename it to " + location);
    String version = UploadLedger.nextVersion(image);
    steps.add(
        "record hv:uri, hv:size, sl:checksum:sha512 and hv:version "
            + version
            + " of image "
            + image.id());
    return new UploadResult(
        image.id(),
        UploadResult.ErrorReporter.PLANNED,
        uri,
        version,
        -1,
        Optional.empty(),
        UploadLedger.format(image, format),
        steps);
  }

  private String settled(UploadIntent intent, String uri) {
    if (intent.arrived().isPresent()) {
      return "finish "
          + described(intent)
          + ", whose file had arrived whole; go on only if "
          + source.path()
          + " is another one";
    }
    return intent.continues(uri, format)
        ? "go on with " + described(intent) + ", under that name, if the file is the same"
        : "sweep away " + described(intent);
  }

  private static String described(UploadIntent intent) {
    return "the upload to "
        + intent.uri()
        + " that another run ("
        + intent.intent().owner()
        + ") began";
  }
}
