package io.vmcaster.service.publish;

import io.vmcaster.credential.Credential;
import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.Dn;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.signing.ListSigner;
import io.vmcaster.signing.ListVerifier;
import io.vmcaster.subscriber.ListNormalizer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * Makes the signed form of a list: version and dates, layout, signature, and a look at the result.
 */
final class ListDrafter {

  private ListDrafter() {}

  /**
   * Signs a list.
   *
   * @param list the list in its safe form
   * @param version the new version
   * @param credential who signs
   * @param signer the name of who signs
   * @param lifetime how long it is to be valid; never longer than the certificate
   * @param now the present moment
   */
  static Draft draft(
      ImageList list,
      Version version,
      Credential credential,
      Dn signer,
      Duration lifetime,
      Instant now) {
    Instant created = ListNormalizer.created(now);
    Instant expires =
        earlier(now.plus(lifetime), credential.certificate().getNotAfter().toInstant());
    ImageList stamped =
        list.with(
            Map.of(
                Keys.VERSION, Json.of(version.text()),
                Keys.CREATED, Json.of(Timestamps.format(created)),
                Keys.EXPIRES, Json.of(Timestamps.format(expires))));
    String json = Json.pretty(stamped.toJson());
    byte[] message = ListSigner.sign(json, credential, credential.authorities(), now);
    requireSame(stamped, ListVerifier.requireAcceptable(message, json, now));
    return new Draft(stamped, version, created, expires, signer, message);
  }

  /** What we are about to publish must read as what we meant. */
  private static void requireSame(ImageList meant, ImageList read) {
    if (!read.equals(meant)) {
      throw new InvalidDataFailure(
          "the signed form of list " + meant.id() + " does not read as the list", null);
    }
  }

  private static Instant earlier(Instant left, Instant right) {
    return left.isBefore(right) ? left : right;
  }
}
