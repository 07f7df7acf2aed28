package io.vmcaster.service.upload;

import io.vmcaster.context.Messages;
import io.vmcaster.model.Image;
import io.vmcaster.model.Keys;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import java.util.Optional;

/** The build of an image that is public now. */
final class PublicBuild {

  private final Places places;
  private final Messages messages;
  private boolean told;

  PublicBuild(Places places, Messages messages) {
    this.places = places;
    this.messages = messages;
  }

  /**
   * Whether its file is where {@code hv:uri} says, with the size that {@code hv:size} says. Where
   * no section covers that it is taken to be there; {@code --update} asks at the URI itself.
   */
  boolean isThere(Image image) {
    Optional<String> uri = image.text(Keys.URI).filter(text -> !text.isBlank());
    if (uri.isEmpty() || places.route(uri.get()).isEmpty()) {
      return uri.isPresent();
    }
    RuleContext place = places.open(uri.get());
    boolean there =
        UploadRecovery.hasSize(
            place, place.location(), image.text(Keys.SIZE).map(ImageFile::parseSize).orElse(-1L));
    if (!there && !told) {
      told = true;
      messages.warn(
          "the present build of image "
              + image.id()
              + " is not at "
              + place.location()
              + " with the size that hv:size says: it is uploaded anew");
    }
    return there;
  }
}
