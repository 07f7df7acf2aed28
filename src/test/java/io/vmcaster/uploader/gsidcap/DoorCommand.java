package io.vmcaster.uploader.gsidcap;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * A question of a client, as a door reads it. Questions and answers have the same form.
 *
 * @param words the line in parts
 */
record DoorCommand(Reply words) {

  static DoorCommand parse(String line) throws DcapException {
    return new DoorCommand(
        Reply.parse(line).orElseThrow(() -> new DcapException(669, "Protocol Violation", "")));
  }

  int session() {
    return words.session();
  }

  String name() {
    return words.keyword();
  }

  String argument(int place) throws DcapException {
    if (place >= words.arguments().size()) {
      throw new DcapException(669, "Protocol Violation: arguments are missing", "");
    }
    return words.argument(place);
  }

  /** The path of the URL that comes first. */
  String path() throws DcapException {
    String path = argument(0).replaceFirst("^[a-z]*dcap://[^/]*", "");
    return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  /** The file mode, in the ways that numbers are written. */
  int mode(int otherwise) {
    String mode = options().get("mode");
    return mode == null ? otherwise : Integer.decode(mode);
  }

  Map<String, String> options() {
    return words.options();
  }
}
