package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vmcaster.context.Check;
import io.vmcaster.context.Environment;
import io.vmcaster.context.Progress;
import io.vmcaster.fetch.Fetcher;
import io.vmcaster.fetch.TrustedTls;
import io.vmcaster.model.Image;
import io.vmcaster.model.Item.ImageId;
import io.vmcaster.model.Json;
import io.vmcaster.model.Keys;
import io.vmcaster.model.Sha512;
import io.vmcaster.testing.WebServer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@link ListVerification} finds of an image that a web server has, or has not. */
class ListVerificationImagesTest {

  private static final byte[] BODY = "an image".getBytes(StandardCharsets.US_ASCII);

  @TempDir Path directory;
  private final Map<String, JsonNode> metadata = new HashMap<>();
  private WebServer server;

  @BeforeEach
  void serve() throws Exception {
    server = WebServer.start();
    server.serve("/image", 200, BODY);
    metadata.put(Keys.URI, Json.of(server.url("/image")));
    metadata.put(Keys.SIZE, Json.of(BODY.length));
    metadata.put(Keys.SHA512, Json.of(Sha512.of(Sha512.digest().digest(BODY)).hex()));
  }

  @AfterEach
  void close() {
    server.close();
  }

  private Check look() {
    Environment environment = new Environment(Map.of(), directory);
    ListVerification verification = new ListVerification(Optional.empty(), Instant.now());
    try (Fetcher fetcher =
        new Fetcher(
            environment,
            Duration.ofSeconds(60),
            () -> TrustedTls.context(Optional.empty(), warning -> {}))) {
      verification.lookAtImage(
          new Image(new ImageId("i1"), Json.object(metadata)), fetcher, Progress.NONE);
    }
    return verification.checks().get(0);
  }

  private void refused(String why) {
    Check found = look();
    assertThat(found.outcome()).isEqualTo(Check.Outcome.FAULT);
    assertThat(found.name()).isEqualTo("image i1");
    assertThat(found.sentence()).contains(why);
  }

  @Test
  void whatIsThereAsTheListSaysIsFine() {
    assertThat(look()).isEqualTo(Check.ok("image i1", "8 bytes, the digest matches"));
  }

  @Test
  void anotherDigestIsAFault() {
    metadata.put(Keys.SHA512, Json.of("0".repeat(128)));
    refused("its digest is another one");
  }

  @Test
  void lessIsAFault() {
    metadata.put(Keys.SIZE, Json.of(9));
    refused("it has 8 bytes, the list says 9");
  }

  @Test
  void moreIsAFaultAndNotReadToItsEnd() {
    metadata.put(Keys.SIZE, Json.of(3));
    refused("more bytes than the list says, 3");
  }

  @Test
  void whatIsNotThereIsAFault() {
    metadata.put(Keys.URI, Json.of(server.url("/elsewhere")));
    refused("there is no such file");
  }

  @Test
  void nothingIsReadForAListThatDoesNotSayWhatToExpect() {
    metadata.remove(Keys.SIZE);
    refused("does not say how large it is");
    metadata.remove(Keys.URI);
    refused("does not say where it is");
    metadata.put(Keys.URI, Json.of("file:///dev/zero"));
    refused("subscribers take http and https addresses only");
    assertThat(server.asked()).isEmpty();
  }
}
