package io.vmcaster.service;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.vmcaster.context.Check;
import io.vmcaster.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListVerificationTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void publish() throws Exception {
    site = new ServiceSite(directory);
    site.upload(1);
    site.publish();
  }

  @AfterEach
  void close() {
    site.close();
  }

  private List<String> faults(String message, Duration later, Optional<Path> anchors) {
    ListVerification look = new ListVerification(anchors, site.run().now().plus(later));
    look.look(message.getBytes(US_ASCII), "the list")
        .ifPresent(list -> look.lookAtVersion(list, Optional.of(new Version("1.0.1"))));
    return look.checks().stream()
        .filter(check -> check.outcome() == Check.Outcome.FAULT)
        .map(Check::name)
        .toList();
  }

  @Test
  void whatASubscriberWouldRefuseIsAFault() throws Exception {
    String list = site.text("list.smime");
    Optional<Path> anchors = Optional.of(site.anchors());
    assertThat(faults(list, Duration.ZERO, anchors)).isEmpty();
    assertThat(faults(list, Duration.ZERO, Optional.empty())).containsExactly("chain");
    assertThat(faults(list, Duration.ofDays(29), anchors)).contains("dates");
    assertThat(faults(list.replace("Example", "Exomple"), Duration.ZERO, anchors))
        .containsExactly("signature");
    assertThat(faults("hello", Duration.ZERO, anchors)).containsExactly("signature");
  }
}
