package io.vmcaster.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.ImageId;
import java.util.Optional;

/**
 * A virtual machine image as a list describes it.
 *
 * @param id its identifier
 * @param metadata everything else that is said of it, without {@code dc:identifier}
 */
public record Image(ImageId id, ObjectNode metadata) {

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return Json.text(metadata, key);
  }

  /** The size of its published file in bytes; -1 when it is not said, or is no number. */
  public long size() {
    try {
      return text(Keys.SIZE).map(Long::parseLong).orElse(-1L);
    } catch (NumberFormatException e) {
      return -1;
    }
  }

  /** The digest of its published file; empty when it is not said, or is none. */
  public Optional<Sha512> sha512() {
    return text(Keys.SHA512).flatMap(Sha512::parse);
  }

  /** The image as a flat object, its identifier included. */
  public ObjectNode toJson() {
    return Json.with(metadata, Keys.IDENTIFIER, Json.of(id.text()));
  }
}
