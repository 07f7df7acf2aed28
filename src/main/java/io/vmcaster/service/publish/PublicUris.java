package io.vmcaster.service.publish;

import io.vmcaster.error.InvalidDataFailure;
import io.vmcaster.model.Image;
import io.vmcaster.model.ImageList;
import io.vmcaster.model.Keys;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Refuses addresses that no program can connect to, before they are published. */
final class PublicUris {

  private static final int MAX_PORT = 65_535;
  private static final int MAX_HOST = 253; // RFC 1035, section 2.3.4, as it is written
  private static final int MAX_LABEL = 63;

  private static final Pattern ADDRESS =
      Pattern.compile("(?i)https?://(?:[^/?#]*@)?(\\[[^]/]*]|[^:/?#]*)(?::([^/?#]*))?(?:[/?#].*)?");
  private static final Pattern BROKEN_ESCAPE = Pattern.compile("%(?![0-9A-Fa-f]{2})");

  private PublicUris() {}

  /**
   * Checks {@code hv:uri} of a list and of its images.
   *
   * @throws InvalidDataFailure naming every one that is impossible
   */
  static void requirePossible(ImageList list) {
    List<String> faults = new ArrayList<>();
    list.text(Keys.URI)
        .flatMap(PublicUris::fault)
        .ifPresent(fault -> faults.add("its hv:uri " + fault));
    for (Image image : list.images()) {
      image
          .text(Keys.URI)
          .flatMap(PublicUris::fault)
          .ifPresent(fault -> faults.add("the hv:uri of image " + image.id() + " " + fault));
    }
    if (!faults.isEmpty()) {
      throw new InvalidDataFailure(
          "list " + list.id() + " cannot be published: " + String.join("; ", faults),
          "Set the right address with --imagelist-key-set hv:uri or --image-key-set hv:uri.");
    }
  }

  /** Why an address of the web is impossible; empty for a possible one, and for other schemes. */
  static Optional<String> fault(String uri) {
    if (!uri.regionMatches(true, 0, "http", 0, 4)) {
      return Optional.empty();
    }
    Matcher address = ADDRESS.matcher(uri);
    if (!address.matches()) {
      return Optional.of("is no web address: " + uri);
    }
    String host = address.group(1);
    String port = address.group(2);
    if (!isHost(host)) {
      return Optional.of("names an impossible host: " + uri);
    }
    if (port != null && !port.isEmpty() && !isPort(port)) {
      return Optional.of("names an impossible port: " + uri);
    }
    return BROKEN_ESCAPE.matcher(uri).find()
        ? Optional.of("holds a % that begins no %XX: " + uri)
        : Optional.empty();
  }

  private static boolean isHost(String host) {
    if (host.startsWith("[")) {
      return host.matches("\\[[0-9A-Fa-f:.%A-Za-z_-]+]") && host.indexOf(':') > 0;
    }
    if (host.isEmpty() || host.length() > MAX_HOST || host.chars().anyMatch(c -> c <= ' ')) {
      return false;
    }
    for (String label : host.split("\\.", -1)) {
      if (label.length() > MAX_LABEL) {
        return false;
      }
    }
    return !host.startsWith(".") && !host.contains("..");
  }

  private static boolean isPort(String port) {
    return port.matches("[0-9]{1,5}")
        && Integer.parseInt(port) > 0
        && Integer.parseInt(port) <= MAX_PORT;
  }
}
