package io.vmcaster.model;

import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import java.util.Optional;

/**
 * A virtual machine image as a list describes it.
 *
 * @param id its identifier
 * @param metadata everything else that is said of it, without {@code dc:identifier}
 */
public record Image(ImageId id, JsonObject metadata) {

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return metadata.get(key).map(JsonValue::asText);
  }

  /** The image as a flat object, its identifier included. */
  public JsonObject toJson() {
    return metadata.with(Keys.IDENTIFIER, JsonValue.of(id.text()));
  }
}
