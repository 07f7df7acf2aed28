package io.vmcaster.service;

import io.vmcaster.credential.Credential;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Item.Dn;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Timestamps;
import io.vmcaster.model.Version;
import io.vmcaster.signing.ListSigner;
import io.vmcaster.signing.ListVerifier;
import io.vmcaster.subscriber.ListNormalizer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/**
 * A list as it is about to be published, signed.
 *
 * @param list the list with its new version and dates
 * @param version its version
 * @param created from when it is valid
 * @param expires until when it is valid
 * @param signer who signed
 * @param message the signed list, which is ASCII
 */
record SignedDraft(
    ImageList list, Version version, Instant created, Instant expires, Dn signer, String message) {

  /**
   * Signs a list, and looks at the result as a subscriber would.
   *
   * @param list the list in its normal form
   * @param lifetime how long it is to be valid; never longer than the certificate and the
   *     authorities that go along
   */
  static SignedDraft sign(
      ImageList list,
      Version version,
      Credential credential,
      Dn signer,
      Duration lifetime,
      Instant now) {
    Instant created = ListNormalizer.created(now);
    Instant asked = now.plus(lifetime);
    Instant end = credential.certificateChain().firstToEnd().getNotAfter().toInstant();
    Instant expires = asked.isBefore(end) ? asked : end;
    ImageList stamped =
        list.with(
            Map.of(
                Keys.VERSION, Json.of(version.text()),
                Keys.CREATED, Json.of(Timestamps.format(created)),
                Keys.EXPIRES, Json.of(Timestamps.format(expires))));
    String json = Json.pretty(stamped.toJson());
    byte[] message = ListSigner.sign(json, credential, credential.authorities(), now);
    if (!stamped.equals(ListVerifier.requireAcceptable(message, json, now))) {
      throw new InvalidDataFailure(
          "the signed form of list " + list.id() + " does not read as the list", null);
    }
    return new SignedDraft(
        stamped, version, created, expires, signer, new String(message, StandardCharsets.US_ASCII));
  }
}
