package io.vmcaster.uploader.gsidcap;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.config.Section;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Messages;
import io.vmcaster.model.Json;
import io.vmcaster.testing.Patience;
import io.vmcaster.uploader.ServerUrl;
import io.vmcaster.uploader.Timeouts;
import io.vmcaster.uploader.Uploader;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Sections of a configuration as the tests need them. */
final class TestSections {
  static final Duration PATIENT = Duration.ofSeconds(10);

  /** For doors that do not answer. What is left there is to be removed in this time, too. */
  static final Duration SHORT = Duration.ofSeconds(2);

  /** For pools that do not answer, and for all else that ends a transfer. */
  private static final Duration SHORTER = Duration.ofMillis(500);

  private TestSections() {}

  /** A section with some settings, given as name and value. */
  static Section section(Duration timeout, String... settings) {
    Map<String, JsonNode> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], Json.of(settings[i + 1]));
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
  static Uploader connect(TestDoor door, Duration timeout, String... settings) {
    DcapProtocol protocol = protocol();
    return protocol.connect(
        protocol.locate("dcap://localhost:" + door.port() + "/x"), section(timeout, settings));
  }

  /** Connects to a plain door that will be silent: with little patience at every step. */
  static Uploader impatient(TestDoor door) {
    return Patience.despiteDelays(
        () ->
            with(
                "dcap",
                door,
                ControlLine.Opener.PLAIN,
                DcapUploader.DataTransfer.JAVA,
                impatience()));
  }

  /** Of one who gives every step little time. */
  static Timeouts impatience() {
    return new Timeouts(SHORT, SHORT, SHORTER, SHORTER, SHORTER);
  }

  static Uploader with(
      String scheme,
      TestDoor door,
      ControlLine.Opener lines,
      DcapUploader.DataTransfer transfer,
      Timeouts timeouts) {
    ServerUrl url =
        ServerUrl.parse(scheme + "://localhost:" + door.port() + "/x", DcapProtocol.SCHEMES);
    return new DcapUploader(new Door(url, lines, timeouts, false), transfer);
  }

  static DcapProtocol protocol() {
    return GsiWorld.protocol(Environment.ofProcess(), GsiCredentials.USUAL, Messages.SILENT);
  }
}
