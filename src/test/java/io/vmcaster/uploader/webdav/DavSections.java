package io.vmcaster.uploader.webdav;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Json;
import io.vmcaster.uploader.Uploader;
import io.vmcaster.uploader.gsidcap.GsiCredentials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections and connections as the tests need them; nothing of the tester's own is looked at. */
final class DavSections {

  static final Duration PATIENT = Duration.ofSeconds(30);

  private DavSections() {}

  /** A section with some settings, given as name and value. */
  static Section section(Duration timeout, String... settings) {
    Map<String, JsonNode> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], Json.of(settings[i + 1]));
    }
    return new Section(
        "test",
        Optional.empty(),
        "webdav",
        Pattern.compile(""),
        "",
        Optional.empty(),
        timeout,
        values);
  }

  static Environment environment(Map<String, String> variables) {
    Map<String, String> all = new HashMap<>(Map.of("HOME", "/nonexistent"));
    all.putAll(variables);
    return new Environment(all, Path.of("/"));
  }

  /** Connects to a server by its address, with nothing to show. */
  static Uploader connect(String url, Messages messages, Section section) {
    return connect(url, messages, section, GsiCredentials.USUAL, Map.of());
  }

  static Uploader connect(
      String url,
      Messages messages,
      Section section,
      GsiCredentials credentials,
      Map<String, String> variables) {
    Environment environment = environment(variables);
    WebDavProtocol protocol =
        new WebDavProtocol(
            environment,
            credentials.in(environment, messages),
            credentials.caDirectory(),
            messages);
    return protocol.connect(protocol.locate(url + "x"), section);
  }
}
