package io.vmcaster.service;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.uploader.Destination;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the server has where a list is to be published.
 *
 * @param message its bytes as ISO 8859-1; none when nothing is there
 * @param list the list in them; empty when there is none that can be verified
 * @param version its version; that of a damaged list counts, too, since a subscriber may have seen
 *     it whole
 */
record ServerList(String message, Optional<ImageList> list, Optional<Version> version) {

  /** The list's own version in a message as vmcaster writes it, however little is left of that. */
  private static final Pattern VERSION_LINE =
      Pattern.compile("(?m)^ {8}\"" + Keys.VERSION + "\": \"([^\"\\\\]+)\"");

  /**
   * Looks at the server. What is there and cannot be verified is warned of: it will be replaced.
   *
   * @throws TransferFailure when another list is there: publishing would take it from its
   *     subscribers
   */
  static ServerList at(Destination destination, ImageList ours, Messages messages) {
    Optional<byte[]> bytes = destination.read(destination.location());
    if (bytes.isEmpty()) {
      return new ServerList("", Optional.empty(), Optional.empty());
    }
    Optional<ImageList> there = PublicationHistory.tryParse(bytes.get(), destination.uri());
    String message = new String(bytes.get(), StandardCharsets.ISO_8859_1);
    if (there.isEmpty()) {
      messages.warn(
          destination.location()
              + " holds no list that can be verified: it is going to be replaced");
      return new ServerList(message, there, remains(message));
    }
    if (!there.get().id().equals(ours.id())) {
      throw new TransferFailure(
          "another list, " + there.get().id() + ", is published at " + destination.uri(),
          "Give list " + ours.id() + " an hv:uri of its own.");
    }
    return new ServerList(message, there, there.get().version());
  }

  private static Optional<Version> remains(String damaged) {
    Matcher line = VERSION_LINE.matcher(damaged);
    return line.find() ? Optional.of(new Version(line.group(1))) : Optional.empty();
  }

  /** The list in a message, if it is the very message that is there: reading it again is spared. */
  Optional<ImageList> listIn(byte[] other) {
    return message.equals(new String(other, StandardCharsets.ISO_8859_1)) ? list : Optional.empty();
  }
}
