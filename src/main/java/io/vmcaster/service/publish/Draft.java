package io.vmcaster.service.publish;

import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Version;
import java.time.Instant;

/** A list as it is about to be published, signed. */
final class Draft {

  private final ImageList list;
  private final Version version;
  private final Instant created;
  private final Instant expires;
  private final Dn signer;
  private final byte[] message;

  Draft(
      ImageList list,
      Version version,
      Instant created,
      Instant expires,
      Dn signer,
      byte[] message) {
    this.list = list;
    this.version = version;
    this.created = created;
    this.expires = expires;
    this.signer = signer;
    this.message = message.clone();
  }

  ImageList list() {
    return list;
  }

  Version version() {
    return version;
  }

  Instant created() {
    return created;
  }

  Instant expires() {
    return expires;
  }

  Dn signer() {
    return signer;
  }

  byte[] message() {
    return message.clone();
  }
}
