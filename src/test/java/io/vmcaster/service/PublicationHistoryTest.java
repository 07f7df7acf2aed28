package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.error.Failure.NotFoundFailure;
import io.vmcaster.model.Json;
import io.vmcaster.model.Publication;
import io.vmcaster.model.Version;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationHistoryTest {

  private static final Duration WEEK = Duration.ofDays(7);

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

  private PublicationHistory history() {
    return new PublicationHistory(site.repository().contents());
  }

  @Test
  void eachPublicationKeepsWhatItSaid() {
    Publication latest = history().latest(ServiceSite.LIST).orElseThrow();
    assertThat(latest).isEqualTo(history().find(ServiceSite.LIST, new Version("1.0.1")));
    assertThat(history().content(latest).orElseThrow().text("dc:title")).contains("Example");
    assertThatThrownBy(() -> history().find(ServiceSite.LIST, new Version("2")))
        .isInstanceOf(NotFoundFailure.class)
        .hasMessageContaining("version 2 of list " + ServiceSite.LIST);
  }

  @Test
  void aListNeedsToBePublishedWhenItChangedOrEndsSoon() {
    PublicationHistory.Status good = history().status(ServiceSite.LIST);
    assertThat(good.isDue(site.run().now(), WEEK)).isFalse();
    assertThat(good.isDue(site.run().now().plus(Duration.ofDays(22)), WEEK)).isTrue();
    site.repository()
        .change(
            changes -> {
              changes.set(ServiceSite.LIST, "dc:title", Json.of("New"));
              return null;
            });
    PublicationHistory.Status changed = history().status(ServiceSite.LIST);
    assertThat(changed.isDue(site.run().now(), WEEK)).isTrue();
    assertThat(history().difference(ServiceSite.LIST, changed.published().orElseThrow()).entries())
        .singleElement()
        .satisfies(entry -> assertThat(entry.key()).contains("dc:title"));
  }

  @Test
  void theCertificateEndsAListToo() {
    PublicationHistory.Status status = history().status(ServiceSite.LIST);
    assertThat(status.certificateEnd()).isPresent();
    assertThat(status.end().orElseThrow())
        .isBeforeOrEqualTo(status.certificateEnd().orElseThrow())
        .isBeforeOrEqualTo(status.published().orElseThrow().expires());
  }
}
