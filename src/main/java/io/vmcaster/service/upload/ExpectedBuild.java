package io.vmcaster.service.upload;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.model.Image;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import java.util.Map;
import java.util.TreeMap;

/**
 * An image as an upload will leave it, as far as that is known before it: size and digest stand for
 * those to come. For checks that should not wait for gigabytes to be sent.
 */
public final class ExpectedBuild {

  private static final String NO_DIGEST_YET = "0".repeat(128);

  private ExpectedBuild() {}

  /** An image with the build that is about to be uploaded to a URI in a format. */
  public static Image of(Image image, String uri, String format) {
    Map<String, JsonNode> metadata = new TreeMap<>(Json.members(image.metadata()));
    metadata.put(Keys.URI, Json.of(uri));
    metadata.put(Keys.VERSION, Json.of(UploadLedger.nextVersion(image)));
    metadata.put(Keys.FORMAT, Json.of(UploadLedger.format(image, format)));
    metadata.put(Keys.SIZE, Json.of(1));
    metadata.put(Keys.SHA512, Json.of(NO_DIGEST_YET));
    return new Image(image.id(), Json.object(metadata));
  }
}
