package io.vmcaster.service;

import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Sha512;
import java.util.List;
import java.util.Optional;

/**
 * What became of an upload.
 *
 * @param image the image
 * @param outcome whether it was uploaded
 * @param uri where subscribers find it
 * @param version its version
 * @param size the size of the published file in bytes; -1 while it is not known
 * @param sha512 the digest of the published file; empty while it is not known
 * @param format its format, as {@code hv:format} says
 * @param steps what a dry run would do, in order; none otherwise
 */
public record UploadResult(
    ImageId image,
    Outcome outcome,
    String uri,
    String version,
    long size,
    Optional<Sha512> sha512,
    String format,
    List<String> steps) {

  /** What became of it. */
  public enum Outcome {
    /** The new build is on the server and recorded. */
    UPLOADED,
    /** A dry run: it would be uploaded. */
    PLANNED,
    /** The same build is published already. */
    UNCHANGED
  }
}
