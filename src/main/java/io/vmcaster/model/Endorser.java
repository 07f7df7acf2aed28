package io.vmcaster.model;

import io.vmcaster.json.JsonObject;
import io.vmcaster.json.JsonValue;
import java.util.Optional;

/**
 * Who signs image lists.
 *
 * @param dn the subject of the certificate
 * @param metadata everything else that is said of the endorser, without {@code hv:dn}
 */
public record Endorser(Dn dn, JsonObject metadata) {

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return metadata.get(key).map(JsonValue::asText);
  }

  /** The endorser as a flat object, the name included. */
  public JsonObject toJson() {
    return metadata.with(Keys.DN, JsonValue.of(dn.text()));
  }
}
