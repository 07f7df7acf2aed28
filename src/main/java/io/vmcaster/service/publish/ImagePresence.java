package io.vmcaster.service.publish;

import io.vmcaster.config.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.context.RemoteFile;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.uploader.Capability;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Whether every image of a list is where its {@code hv:uri} says, with the size it says: a list
 * published before its images makes sites delete the old ones (format 4). Servers that the
 * configuration covers are asked over the side that is written, a directory at a time; others, and
 * those of a section with {@code verify = "download"}, at the URI itself.
 */
final class ImagePresence {

  private static final int SHOWN = 10;

  private final Places places;
  private final PublicSizes publicSizes;
  private final Messages messages;
  private final Map<String, Map<String, RemoteFile>> directories = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  ImagePresence(Places places, PublicSizes publicSizes, Messages messages) {
    this.places = places;
    this.publicSizes = publicSizes;
    this.messages = messages;
  }

  /**
   * Asks for every image.
   *
   * @param coming URIs that are not asked for
   * @throws TransferFailure when one is missing or has another size; all of them in one message
   */
  void check(ImageList list, Set<String> coming) {
    for (Image image : list.images()) {
      image.text(Keys.URI).filter(uri -> !coming.contains(uri)).ifPresent(uri -> check(image, uri));
    }
    if (!faults.isEmpty()) {
      throw new TransferFailure(
          "list " + list.id() + " names images that are not there: " + shownFaults(),
          "Upload them with --image-upload, or publish all the same with --no-check-images.");
    }
  }

  private String shownFaults() {
    String shown = String.join("; ", faults.subList(0, Math.min(SHOWN, faults.size())));
    return faults.size() > SHOWN ? shown + "; and " + (faults.size() - SHOWN) + " more" : shown;
  }

  private void check(Image image, String uri) {
    Optional<Route> route = places.route(uri);
    if (route.isPresent() && !route.get().section().verifiesByDownload()) {
      compare(image, uri, sizeOnServer(uri));
      return;
    }
    PublicSizes.Answer answer = publicSizes.ask(uri);
    if (answer.reached()) {
      compare(image, uri, answer.size());
    } else if (route.isEmpty() || answer.faults().isEmpty()) {
      messages.warn(
          "cannot tell whether image "
              + image.id()
              + " is at "
              + uri
              + (route.isPresent() ? ": " : ": no section of the configuration covers it, and ")
              + answer.reason());
      return;
    }
    for (String fault : answer.faults()) {
      if (route.isPresent()) {
        faults.add("image " + image.id() + " at " + uri + ": " + fault);
      } else {
        messages.warn("image " + image.id() + " at " + uri + ": " + fault);
      }
    }
  }

  private void compare(Image image, String uri, OptionalLong found) {
    if (found.isEmpty()) {
      faults.add("image " + image.id() + ": nothing at " + uri);
      return;
    }
    Optional<String> declared = image.text(Keys.SIZE);
    if (found.getAsLong() >= 0
        && declared.isPresent()
        && !declared.get().equals(Long.toString(found.getAsLong()))) {
      faults.add(
          "image "
              + image.id()
              + ": "
              + uri
              + " has "
              + found.getAsLong()
              + " bytes, hv:size says "
              + declared.get());
    }
  }

  private OptionalLong sizeOnServer(String uri) {
    RuleContext place = places.open(uri);
    Optional<RemoteFile> file =
        place.uploader().capabilities().contains(Capability.LIST)
            ? Optional.ofNullable(directory(place).get(place.location().name()))
            : place.uploader().stat(place.location().path());
    return file.filter(found -> !found.directory())
        .map(found -> OptionalLong.of(found.size()))
        .orElseGet(OptionalLong::empty);
  }

  private Map<String, RemoteFile> directory(RuleContext place) {
    return directories.computeIfAbsent(
        place.location().endpoint() + "\n" + place.location().directory(),
        key -> place.uploader().list(place.location().directory()));
  }
}
