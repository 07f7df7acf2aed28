package io.vmcaster.service.upload;

import io.vmcaster.json.JsonValue;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;

/**
 * An image as an upload will leave it, as far as that is known before it: size and digest stand for
 * those to come. For checks that should not wait for gigabytes to be sent.
 */
public final class ExpectedBuild {

  private static final String NO_DIGEST_YET = "0".repeat(128);

  private ExpectedBuild() {}

  /** An image with the build that is about to be uploaded to a URI in a format. */
  public static Image of(Image image, String uri, String format) {
    return new Image(
        image.id(),
        image
            .metadata()
            .with(Keys.URI, JsonValue.of(uri))
            .with(Keys.VERSION, JsonValue.of(UploadLedger.nextVersion(image)))
            .with(Keys.FORMAT, JsonValue.of(UploadLedger.format(image, format)))
            .with(Keys.SIZE, JsonValue.of(1))
            .with(Keys.SHA512, JsonValue.of(NO_DIGEST_YET)));
  }
}
