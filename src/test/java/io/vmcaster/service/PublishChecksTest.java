package io.vmcaster.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vmcaster.context.Messages;
import io.vmcaster.error.Failure.InvalidDataFailure;
import io.vmcaster.error.Failure.TrustFailure;
import io.vmcaster.model.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublishChecksTest {

  @TempDir Path directory;
  private ServiceSite site;

  @BeforeEach
  void open() throws Exception {
    site = new ServiceSite(directory);
    site.upload(1);
  }

  @AfterEach
  void close() {
    site.close();
  }

  private PublishChecks.Signable check() {
    PublishingContext context = site.context();
    return new PublishChecks(context).check(context.list(ServiceSite.LIST), Messages.SILENT);
  }

  @Test
  void aListThatMayBeSignedComesWithItsSigner() {
    PublishChecks.Signable signable = check();

    assertThat(signable.list().id()).isEqualTo(ServiceSite.LIST);
    assertThat(signable.signer().dn().text()).isEqualTo(site.endorser().subject());
  }

  @Test
  void anAddressThatLeadsNowhereIsNoticedBeforeSubscribersDo() {
    site.repository()
        .edit(
            changes ->
                changes.set(ServiceSite.IMAGE, "hv:uri", Json.of("https://example.org:99999/x")));

    assertThatThrownBy(this::check)
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("there is no port 99999");
  }

  @Test
  void aListThatIsNowhereCannotBePublished() {
    site.repository().edit(changes -> changes.remove(ServiceSite.LIST, "hv:uri"));

    assertThatThrownBy(this::check)
        .isInstanceOf(InvalidDataFailure.class)
        .hasMessageContaining("it has no hv:uri");
  }

  @Test
  void nobodySignsWithACertificateThatHasEnded() {
    site.certificateUntil(Instant.now().plus(Duration.ofHours(1)));
    check();
    site.wait(Duration.ofHours(2));

    assertThatThrownBy(this::check)
        .isInstanceOf(TrustFailure.class)
        .hasMessageContaining("subscribers would refuse");
  }
}
