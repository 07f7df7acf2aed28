package io.vmcaster.service.publish;

import io.vmcaster.context.Messages;
import io.vmcaster.error.TransferFailure;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Version;
import io.vmcaster.service.Places;
import io.vmcaster.service.Places.RuleContext;
import io.vmcaster.service.RemoteBytes;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the server has where a list is to be published. */
final class ServerState {

  /** The list's own version in a message as vmcaster writes it, however little is left of that. */
  private static final Pattern VERSION_LINE =
      Pattern.compile("(?m)^ {8}\"" + Keys.VERSION + "\": \"([^\"\\\\]+)\"");

  private static final ServerState NOTHING =
      new ServerState(new byte[0], Optional.empty(), Optional.empty());

  private final byte[] message;
  private final Optional<ImageList> list;
  private final Optional<Version> version;

  private ServerState(byte[] message, Optional<ImageList> list, Optional<Version> version) {
    this.message = message;
    this.list = list;
    this.version = version;
  }

  /**
   * Looks at the server. What is there and cannot be verified is warned of: it will be replaced.
   *
   * @throws TransferFailure when another list is there: publishing would take it from its
   *     subscribers
   */
  static ServerState of(Places places, ImageList list, Messages messages) {
    String uri = list.text(Keys.URI).orElseThrow();
    RuleContext place = places.open(uri);
    Optional<byte[]> bytes = RemoteBytes.read(place, place.location(), -1);
    if (bytes.isEmpty()) {
      return NOTHING;
    }
    Optional<ImageList> there = PublicationHistory.tryParse(bytes.get(), uri);
    if (there.isEmpty()) {
      messages.warn(
          place.location() + " holds no list that can be verified: it is going to be replaced");
      return new ServerState(bytes.get(), there, remains(bytes.get()));
    }
    if (!there.get().id().equals(list.id())) {
      throw new TransferFailure(
          "another list, " + there.get().id() + ", is published at " + uri,
          "Give list " + list.id() + " an hv:uri of its own.");
    }
    return new ServerState(bytes.get(), there, there.get().version());
  }

  private static Optional<Version> remains(byte[] damaged) {
    Matcher line = VERSION_LINE.matcher(new String(damaged, StandardCharsets.ISO_8859_1));
    return line.find() ? Optional.of(new Version(line.group(1))) : Optional.empty();
  }

  /**
   * The version of the list that is there; empty when nothing is, or nothing that says one. That of
   * a damaged list counts all the same, since a subscriber may have seen it whole.
   */
  Optional<Version> version() {
    return version;
  }

  /** The list that is there; empty when nothing is, or none that can be verified. */
  Optional<ImageList> list() {
    return list;
  }

  /** The list in a message, if it is the very message that is there: reading it again is spared. */
  Optional<ImageList> listIn(byte[] other) {
    return Arrays.equals(message, other) ? list : Optional.empty();
  }
}
