package io.vmcaster.transfer.dcap;

import io.vmcaster.config.Section;
import io.vmcaster.json.JsonText;
import io.vmcaster.json.JsonValue;
import io.vmcaster.transfer.Uploader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections of a configuration as the tests need them. */
final class TestSections {
  private TestSections() {}

  static Section section(Duration timeout, String... settings) {
    Map<String, JsonValue> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], new JsonText(settings[i + 1]));
    }
    return new Section(
        "test",
        Optional.empty(),
        "dcap",
        Pattern.compile(""),
        "",
        Optional.empty(),
        timeout,
        values);
  }

  /** Connects to a plain door. */
  static Uploader connect(String target, int seconds) {
    DcapProtocol protocol = new DcapProtocol();
    return protocol.connect(protocol.locate(target), section(Duration.ofSeconds(seconds)));
  }
}
