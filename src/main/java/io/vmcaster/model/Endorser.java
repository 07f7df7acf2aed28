package io.vmcaster.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vmcaster.model.Item.Dn;
import java.util.Optional;

/**
 * Who signs image lists.
 *
 * @param dn the subject of the certificate
 * @param metadata everything else that is said of the endorser, without {@code hv:dn}
 */
public record Endorser(Dn dn, ObjectNode metadata) {

  /** A value of the metadata as text; empty when the key is absent. */
  public Optional<String> text(String key) {
    return Json.text(metadata, key);
  }

  /** The endorser as a flat object, the name included. */
  public ObjectNode toJson() {
    return Json.with(metadata, Keys.DN, Json.of(dn.text()));
  }
}
