package io.vmcaster.service;

import io.vmcaster.config.Section.Route;
import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.uploader.Destinations.Destination;
import io.vmcaster.uploader.Uploader.Capability;
import io.vmcaster.uploader.Uploader.RemoteFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Whether every image of a list is where its {@code hv:uri} says, with the size it says: a list
 * published before its images makes sites delete the old ones (format 4). Servers that the
 * configuration covers are asked over the side that is written, a directory at a time; others, and
 * those of a section with {@code verify = "download"}, at the URI itself.
 */
final class ImagePresence {

  private static final int SHOWN = 10;

  private final PublishingContext context;
  private final Messages messages;
  private final Map<String, Map<String, RemoteFile>> directories = new HashMap<>();
  private final List<String> faults = new ArrayList<>();

  ImagePresence(PublishingContext context) {
    this.context = context;
    this.messages = context.messages();
  }

  /**
   * Asks for every image; what a dry run would have uploaded by now is not asked for.
   *
   * @throws TransferFailure when one is missing or has another size; all of them in one message
   */
  void check(ImageList list) {
    for (Image image : list.images()) {
      if (!context.options().dryRun() || !BuildNames.isExpected(image)) {
        image.text(Keys.URI).ifPresent(uri -> check(image, uri));
      }
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
    Optional<Route> route = context.destinations().route(uri);
    if (route.isPresent() && !route.get().section().verifiesByDownload()) {
      compare(image, uri, onServer(uri));
      return;
    }
    PublicAnswer answer = PublicAnswer.of(context.fetcher(), uri);
    if (answer.reached()) {
      compare(image, uri, answer.file());
    } else if (route.isEmpty() || answer.faults().isEmpty()) {
      messages.warn(
          "cannot tell whether image %s is at %s%s%s"
              .formatted(
                  image.id(),
                  uri,
                  route.isPresent() ? ": " : ": no section of the configuration covers it, and ",
                  answer.reason()));
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

  private void compare(Image image, String uri, Optional<RemoteFile> found) {
    if (found.isEmpty()) {
      faults.add("image " + image.id() + ": nothing at " + uri);
      return;
    }
    long size = found.get().size(); // negative when a web server does not say
    Optional<String> declared = image.text(Keys.SIZE);
    if (size >= 0 && declared.isPresent() && !declared.get().equals(Long.toString(size))) {
      faults.add(
          "image %s: %s has %s bytes, hv:size says %s"
              .formatted(image.id(), uri, size, declared.get()));
    }
  }

  private Optional<RemoteFile> onServer(String uri) {
    Destination destination = context.destinations().open(uri);
    return destination.uploader().capabilities().contains(Capability.LIST)
        ? Optional.ofNullable(directory(destination).get(destination.location().name()))
            .filter(file -> !file.directory())
        : destination.stat(destination.location());
  }

  private Map<String, RemoteFile> directory(Destination destination) {
    String directory = destination.location().directory();
    return directories.computeIfAbsent(
        destination.location().endpoint() + "\n" + directory,
        key -> destination.uploader().list(directory));
  }

  /**
   * What a server says of a file where subscribers read it.
   *
   * @param reached whether the server told whether the file is there
   * @param file the file, its size -1 when that is unknown; empty when it is not there
   * @param reason why the server could not be reached; empty when it was
   * @param faults what keeps consumers from getting the file as it is, such as a wrong header or a
   *     refusal; empty when the server could not be reached
   */
  record PublicAnswer(
      boolean reached, Optional<RemoteFile> file, String reason, List<String> faults) {

    /** Asks; never fails. */
    static PublicAnswer of(Fetcher fetcher, String uri) {
      try {
        Optional<Fetcher.Download> file = fetcher.look(uri);
        return new PublicAnswer(
            true,
            file.map(found -> new RemoteFile(found.size(), false)),
            "",
            file.map(Fetcher.Download::faults).orElse(List.of()));
      } catch (TransferFailure | InvalidDataFailure refused) {
        String why = refused.getMessage();
        return new PublicAnswer(false, Optional.empty(), why, List.of(why));
      } catch (Failure failure) {
        return new PublicAnswer(false, Optional.empty(), failure.getMessage(), List.of());
      }
    }
  }
}
